// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.boilerplate;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.DocumentFilter;
import dev.seance.api.corpus.Page;
import dev.seance.api.corpus.Verdict;
import dev.seance.api.plugin.ExtensionSpec;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.pf4j.Extension;

/**
 * Cuts what libraries and digitisers put into books: stamps, marks on pages, notices, licences. A phrase costs itself and
 * not the page it stands on, for the pages of many scans are one line; only what is a notice by two of its phrases goes
 * whole.
 */
@Extension
@ExtensionSpec(
        name = "boilerplate",
        summary = "Cuts library stamps, digitisers' marks and notices, and licences out of texts.",
        options = BoilerplateOptions.class)
public final class BoilerplateFilter implements DocumentFilter {

    /** A header ends in the first so much of a document, and a licence begins in the last so much. */
    private static final double HEADER = 0.2;

    private static final double LICENCE = 0.5;

    /** A line that ends a header or begins a licence is not longer than this. */
    private static final int LONGEST_LINE = 200;

    private final Phrases phrases;

    @Inject
    public BoilerplateFilter(BoilerplateOptions options) {
        this.phrases = Phrases.of(options);
    }

    @Override
    public Verdict judge(Document document) {
        List<Page> pages = new ArrayList<>();
        BoilerplateCutter cutter = new BoilerplateCutter(phrases);
        boolean framed = false;
        for (Page page : document.pages()) {
            String text = document.paged() ? page.text() : unframed(page.text());
            framed |= !text.equals(page.text());
            pages.add(page.withText(cutter.cut(text)));
        }
        if (!framed && cutter.stamps() + cutter.marks() + cutter.notices() == 0) {
            return Verdict.kept();
        }
        Document cut = document.withPages(pages);
        if (cut.pages().stream().allMatch(page -> page.text().isBlank())) {
            return Verdict.dropped("nothing but boilerplate", "stamps, marks and notices alone");
        }
        String reason = framed
                ? "cut a licence"
                : cutter.notices() > 0 ? "cut notices" : cutter.marks() > 0 ? "cut marks" : "cut stamps";
        return Verdict.changed(cut, reason);
    }

    /** A transcription without the header and the licence around it. */
    private String unframed(String text) {
        int[] body = {0, text.length()};
        phrases.visit(text, (phrase, start, end) -> {
            int line = text.lastIndexOf('\n', start) + 1;
            int next = text.indexOf('\n', end);
            next = next < 0 ? text.length() : next;
            if (next - line > LONGEST_LINE) {
                return;
            }
            if (phrase.kind() == Phrase.Kind.START && next < HEADER * text.length()) {
                body[0] = next;
            } else if (phrase.kind() == Phrase.Kind.END && line > LICENCE * text.length() && line < body[1]) {
                body[1] = line;
            }
        });
        return body[0] == 0 && body[1] == text.length()
                ? text
                : text.substring(body[0], body[1]).strip();
    }
}
