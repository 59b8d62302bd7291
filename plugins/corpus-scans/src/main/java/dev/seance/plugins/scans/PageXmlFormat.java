// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scans;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;

/**
 * PAGE XML, which Transkribus and eScriptorium write: lines of text in regions, in the reading order where the file has
 * one, and whatever that does not name after it, in the order of the file.
 *
 * @see <a href="https://github.com/PRImA-Research-Lab/PAGE-XML">the schema</a>
 */
final class PageXmlFormat implements PageFormat {

    @Override
    public String name() {
        return "page-xml";
    }

    @Override
    public String title() {
        return "PAGE XML";
    }

    @Override
    public Set<String> suffixes() {
        return Set.of(".xml", ".page");
    }

    @Override
    public boolean accepts(InputStream file) throws IOException {
        return Xml.root(file).map("PcGts"::equals).orElse(true);
    }

    @Override
    public List<ScanPage> read(InputStream file, long limit) throws IOException, BadPage {
        PageXmlReader reader = new PageXmlReader();
        Xml.read(file, reader);
        return List.of(reader.page(limit));
    }
}
