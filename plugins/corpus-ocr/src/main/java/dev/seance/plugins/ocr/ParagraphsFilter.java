// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.DocumentFilter;
import dev.seance.api.corpus.Verdict;
import dev.seance.api.plugin.ExtensionSpec;
import org.pf4j.Extension;

/**
 * Makes one text of a scan's pages, a paragraph a line and a blank line between two. A sentence that runs over the end of a
 * page goes on. Where the pages have the lines of print, blank lines, indents and short last lines begin paragraphs, and
 * verse keeps its lines. Where a page is one line, only what is certain does: a heading in capitals at a page's beginning,
 * and one speech that follows another, for print begins a new line with each speaker. Nothing else is made up, so that most
 * paragraphs of such a scan stay joined.
 *
 * <p>Documents without pages stay as they are; {@code unwrap} is for those.
 */
@Extension
@ExtensionSpec(
        name = "paragraphs",
        summary = "Makes one text of scanned pages: sentences run on over page ends, and paragraphs begin where blank"
                + " lines, indents, short last lines, headings or a change of speaker show it.")
public final class ParagraphsFilter implements DocumentFilter {

    @Override
    public Verdict judge(Document document) {
        if (!document.paged()) {
            return Verdict.kept();
        }
        PrintedLines lines = PrintedLines.of(document);
        ParagraphWriter writer = new ParagraphWriter(lines);
        document.pages().forEach(page -> writer.add(page.text()));
        return Verdict.changed(document.withText(writer.text()), "joined pages");
    }
}
