// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scans;

import dev.seance.api.corpus.Words;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the regions of a PAGE XML file. Of several readings of a line the one with the lowest index counts. The words of a
 * line count where the line itself has no text, and the text of a region where it has no lines.
 */
final class PageXmlReader implements Xml.Visitor {

    /** What transcribers write at a line's end for the hyphen of a broken word. */
    private static final Set<String> BREAKS = Set.of("\u00AC", "\u00AD");

    private final ReadingOrder order = new ReadingOrder();
    private final Map<String, Region> regions = new LinkedHashMap<>();
    private final Deque<Region> openRegions = new ArrayDeque<>();

    /** The elements that may have a text of their own and are open, the innermost first. */
    private final Deque<Readings> owners = new ArrayDeque<>();

    private final StringBuilder unicode = new StringBuilder();
    private boolean inUnicode;
    private int index;
    private String confidence = "";
    private boolean inOrder;

    /** A line of text, and how sure its words are. */
    private record Line(String text, double confidence, long weight) {}

    private static final class Region {

        private final List<Line> lines = new ArrayList<>();
        private final List<String> inner = new ArrayList<>();
    }

    /** The text of a line, a word or a region: of several readings the best one, and the words it has. */
    private static final class Readings {

        private final String kind;
        private String text = "";
        private int index = Integer.MAX_VALUE;
        private Optional<Double> confidence = Optional.empty();
        private final List<Readings> words = new ArrayList<>();

        Readings(String kind) {
            this.kind = kind;
        }
    }

    private static boolean isRegion(String name) {
        return name.endsWith("Region") || name.equals("TableCell");
    }

    private static boolean ownsText(String name) {
        return isRegion(name) || name.equals("TextLine") || name.equals("Word") || name.equals("Glyph");
    }

    @Override
    public void start(String name, XMLStreamReader reader) throws BadPage {
        inOrder |= name.equals("ReadingOrder");
        if (inOrder) {
            order.start(name, reader);
            return;
        }
        if (isRegion(name)) {
            Region region = new Region();
            String given = Xml.attribute(reader, "id");
            // Without an id nothing can refer to it.
            String id = given.isEmpty() || regions.containsKey(given) ? "\0" + regions.size() : given;
            if (!openRegions.isEmpty()) {
                openRegions.getFirst().inner.add(id);
            }
            regions.put(id, region);
            openRegions.addFirst(region);
        }
        if (ownsText(name)) {
            owners.addFirst(new Readings(name));
        } else if (name.equals("TextEquiv")) {
            index = ReadingOrder.index(reader);
            confidence = Xml.attribute(reader, "conf");
        } else if (name.equals("Unicode")) {
            inUnicode = true;
            unicode.setLength(0);
        }
    }

    @Override
    public void text(String some) {
        if (inUnicode) {
            unicode.append(some);
        }
    }

    @Override
    public void end(String name) throws BadPage {
        if (inOrder) {
            order.end(name);
            inOrder = !name.equals("ReadingOrder");
            return;
        }
        if (name.equals("Unicode")) {
            inUnicode = false;
        } else if (name.equals("TextEquiv") && !owners.isEmpty()) {
            takeReading(owners.getFirst());
        } else if (ownsText(name)) {
            Readings ended = owners.removeFirst();
            switch (name) {
                case "Word" ->
                    owners.stream()
                            .filter(owner -> owner.kind.equals("TextLine"))
                            .findFirst()
                            .ifPresent(line -> line.words.add(ended));
                case "TextLine" -> addLine(ended);
                case "Glyph" -> {}
                default -> endRegion(ended);
            }
        }
    }

    private void takeReading(Readings owner) throws BadPage {
        if (index < owner.index) {
            owner.index = index;
            owner.text = unicode.toString();
            owner.confidence =
                    confidence.isBlank() ? Optional.empty() : Optional.of(Confidence.of("conf", confidence, 1));
        }
        unicode.setLength(0);
    }

    private void addLine(Readings line) {
        if (openRegions.isEmpty()) {
            return;
        }
        List<String> words = line.words.stream().map(word -> word.text).toList();
        String text = line.text.isBlank() ? String.join(" ", words) : line.text;
        double sum = 0;
        long weight = 0;
        for (Readings word : line.words) {
            if (word.confidence.isPresent()) {
                sum += word.confidence.get();
                weight++;
            }
        }
        if (weight == 0 && line.confidence.isPresent()) {
            weight = Words.count(text);
            sum = line.confidence.get() * weight;
        }
        openRegions.getFirst().lines.add(new Line(hyphenated(text.strip()), sum, weight));
    }

    private static String hyphenated(String line) {
        return BREAKS.stream().anyMatch(line::endsWith) ? line.substring(0, line.length() - 1) + "-" : line;
    }

    private void endRegion(Readings ended) {
        Region region = openRegions.removeFirst();
        if (region.lines.isEmpty() && region.inner.isEmpty()) {
            long weight = ended.confidence.isPresent() ? Words.count(ended.text) : 0;
            double sum = ended.confidence.orElse(0.0) * weight;
            for (String line : ended.text.split("\\R")) {
                region.lines.add(new Line(hyphenated(line.strip()), sum, weight));
                sum = 0;
                weight = 0;
            }
        }
    }

    /** The page, its regions in order. */
    ScanPage page(long limit) throws BadPage {
        ScanPage page = new ScanPage("", limit);
        List<String> ordered = order.regions();
        Set<String> named = new HashSet<>(ordered);
        Set<String> done = new HashSet<>();
        for (String id : ordered) {
            add(id, named, done, page);
        }
        for (String id : regions.keySet()) {
            if (!named.contains(id)) {
                add(id, named, done, page);
            }
        }
        return page;
    }

    /** Adds a region, and after it those in it that have no place of their own. */
    private void add(String id, Set<String> named, Set<String> done, ScanPage page) throws BadPage {
        Region region = regions.get(id);
        if (region == null || !done.add(id)) {
            return;
        }
        page.startBlock();
        for (Line line : region.lines) {
            page.startLine();
            page.add(line.text);
            if (line.weight > 0) {
                page.addConfidences(line.confidence, line.weight);
            }
        }
        for (String inner : region.inner) {
            if (!named.contains(inner)) {
                add(inner, named, done, page);
            }
        }
    }
}
