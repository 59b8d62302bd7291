// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scans;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamReader;

/**
 * What a METS or MODS file says of a scanned work.
 *
 * @param catalogue the work's record
 * @param files the files it lists, in the order of its pages where it has one; none in a bare MODS
 */
record Mets(Catalogue catalogue, List<Listed> files) {

    /** What the outermost element of such a file is called. */
    static final Set<String> ROOTS = Set.of("mets", "mods", "modsCollection");

    /**
     * A file that it lists.
     *
     * @param href where the file lies, as it is written there
     * @param group which of its groups of files it is in, such as images or text
     * @param label what the page is called, or ""
     */
    record Listed(String href, String group, String label) {}

    Mets {
        files = List.copyOf(files);
    }

    /**
     * Reads a file. The caller closes the stream.
     *
     * @throws BadPage when it is no well-formed XML
     */
    static Mets read(InputStream in) throws IOException, BadPage {
        Reader reader = new Reader();
        Xml.read(in, reader);
        return new Mets(reader.mods.catalogue(), reader.files());
    }

    private static final class Reader implements Xml.Visitor {

        private final ModsReader mods = new ModsReader();
        private final Map<String, Listed> files = new LinkedHashMap<>();
        private final List<Pointer> pointers = new ArrayList<>();
        private final Deque<Division> divisions = new ArrayDeque<>();
        private int groups;
        private String file = "";
        private boolean physical;
        private boolean anyPhysical;

        /** A division of the work, with its place among its parent's and that of each division it is in, and its label. */
        private static final class Division {

            private final List<Integer> place;
            private final String label;
            private int children;

            Division(List<Integer> place, String label) {
                this.place = place;
                this.label = label;
            }
        }

        private record Pointer(List<Integer> place, String file, String label) {}

        @Override
        public void start(String name, XMLStreamReader reader) {
            mods.start(name, reader);
            switch (name) {
                case "fileGrp" -> groups++;
                case "file" -> file = Xml.attribute(reader, "ID");
                case "FLocat" -> files.put(file, new Listed(Xml.attribute(reader, "href"), "" + groups, ""));
                case "structMap" -> {
                    // The chapters' order may leave pages out or name them twice; of two orders of pages one will do.
                    physical = !anyPhysical && !Xml.attribute(reader, "TYPE").equalsIgnoreCase("logical");
                    anyPhysical |= physical;
                }
                case "div" -> divisions.push(division(reader));
                case "fptr", "area" -> point(Xml.attribute(reader, "FILEID"));
                default -> {}
            }
        }

        private Division division(XMLStreamReader reader) {
            List<Integer> place = new ArrayList<>();
            int order = 1;
            if (!divisions.isEmpty()) {
                place.addAll(divisions.peek().place);
                divisions.peek().children++;
                order = divisions.peek().children;
            }
            try {
                order = Integer.parseInt(Xml.attribute(reader, "ORDER").strip());
            } catch (NumberFormatException e) {
                // It has none: its place in the file counts.
            }
            place.add(order);
            return new Division(place, Xml.attribute(reader, "ORDERLABEL").strip());
        }

        private static int compare(Pointer first, Pointer second) {
            for (int i = 0; i < Math.min(first.place.size(), second.place.size()); i++) {
                int difference = Integer.compare(first.place.get(i), second.place.get(i));
                if (difference != 0) {
                    return difference;
                }
            }
            return 0;
        }

        private void point(String id) {
            if (physical && !id.isEmpty() && !divisions.isEmpty()) {
                pointers.add(new Pointer(divisions.peek().place, id, divisions.peek().label));
            }
        }

        @Override
        public void text(String text) {
            mods.text(text);
        }

        @Override
        public void end(String name) {
            mods.end(name);
            switch (name) {
                case "div" -> divisions.pop();
                case "structMap" -> physical = false;
                default -> {}
            }
        }

        List<Listed> files() {
            if (pointers.isEmpty()) {
                return List.copyOf(files.values());
            }
            pointers.sort(Reader::compare);
            return pointers.stream()
                    .filter(pointer -> files.containsKey(pointer.file))
                    .map(pointer ->
                            new Listed(files.get(pointer.file).href, files.get(pointer.file).group, pointer.label))
                    .toList();
        }
    }
}
