// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scans;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLStreamReader;

/** The order of regions as a PAGE XML file states it: groups in groups, some of which are ordered by an index. */
final class ReadingOrder {

    private static final Set<String> NODES = Set.of(
            "RegionRef",
            "RegionRefIndexed",
            "OrderedGroup",
            "OrderedGroupIndexed",
            "UnorderedGroup",
            "UnorderedGroupIndexed");

    private final Node root = new Node("", 0, false);
    private final Deque<Node> open = new ArrayDeque<>(List.of(root));

    private static final class Node {

        private final String region;
        private final int index;
        private final boolean ordered;
        private final List<Node> children = new ArrayList<>();

        Node(String region, int index, boolean ordered) {
            this.region = region;
            this.index = index;
            this.ordered = ordered;
        }

        void regions(List<String> into) {
            if (!region.isEmpty()) {
                into.add(region);
            }
            if (ordered) {
                children.sort(Comparator.comparingInt(child -> child.index));
            }
            children.forEach(child -> child.regions(into));
        }
    }

    /** @throws BadPage when an index is no number */
    void start(String name, XMLStreamReader reader) throws BadPage {
        if (NODES.contains(name)) {
            Node node = new Node(Xml.attribute(reader, "regionRef"), index(reader), name.startsWith("OrderedGroup"));
            open.getFirst().children.add(node);
            open.addFirst(node);
        }
    }

    void end(String name) {
        if (NODES.contains(name)) {
            open.removeFirst();
        }
    }

    /** The ids of regions in their order; some may be of no region of the page. */
    List<String> regions() {
        List<String> regions = new ArrayList<>();
        root.regions(regions);
        return regions;
    }

    /** The index of an element; 0 when it has none. */
    static int index(XMLStreamReader reader) throws BadPage {
        String index = Xml.attribute(reader, "index").strip();
        try {
            return index.isEmpty() ? 0 : Integer.parseInt(index);
        } catch (NumberFormatException e) {
            throw new BadPage("impossible index", "'" + index + "' is no number", "correct it, or take it out", 0);
        }
    }
}
