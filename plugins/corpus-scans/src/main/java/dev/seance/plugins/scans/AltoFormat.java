// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scans;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLStreamReader;

/**
 * ALTO XML, the form in which libraries hand out scans, of any version: words with their confidence, in lines and blocks,
 * in the order of the file.
 *
 * @see <a href="https://www.loc.gov/standards/alto/">ALTO at the Library of Congress</a>
 */
final class AltoFormat implements PageFormat {

    @Override
    public String name() {
        return "alto";
    }

    @Override
    public String title() {
        return "ALTO";
    }

    @Override
    public Set<String> suffixes() {
        return Set.of(".xml", ".alto");
    }

    @Override
    public boolean accepts(InputStream file) throws IOException {
        return Xml.root(file).map(root -> root.equalsIgnoreCase("alto")).orElse(true);
    }

    @Override
    public List<ScanPage> read(InputStream file, long limit) throws IOException, BadPage {
        Pages pages = new Pages(limit);
        Xml.read(file, pages);
        return pages.all;
    }

    private static final class Pages implements Xml.Visitor {

        private final long limit;
        private final List<ScanPage> all = new ArrayList<>();
        private ScanPage page;

        Pages(long limit) {
            this.limit = limit;
            this.page = new ScanPage("", limit);
        }

        @Override
        public void start(String name, XMLStreamReader reader) throws BadPage {
            switch (name) {
                case "Page" -> {
                    String printed = Xml.attribute(reader, "PRINTED_IMG_NR").strip();
                    String number = Xml.attribute(reader, "PHYSICAL_IMG_NR").strip();
                    page = new ScanPage(printed.isEmpty() ? number : printed, limit);
                    all.add(page);
                }
                case "TextBlock" -> page.startBlock();
                case "TextLine" -> page.startLine();
                case "String" -> word(reader);
                case "HYP" -> page.addHyphen(Xml.attribute(reader, "CONTENT"));
                default -> {}
            }
        }

        private void word(XMLStreamReader reader) throws BadPage {
            String content = Xml.attribute(reader, "CONTENT");
            String whole = Xml.attribute(reader, "SUBS_CONTENT");
            switch (Xml.attribute(reader, "SUBS_TYPE")) {
                case "HypPart1" -> page.addFirstPart(content, whole);
                case "HypPart2" -> page.addSecondPart(content, whole);
                default -> page.add(content);
            }
            String confidence = Xml.attribute(reader, "WC");
            if (!confidence.isBlank() && !content.isBlank()) {
                page.addConfidence(Confidence.of("WC", confidence, 1));
            }
        }

        @Override
        public void end(String name) {}
    }
}
