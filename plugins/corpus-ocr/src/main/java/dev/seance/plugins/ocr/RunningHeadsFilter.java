// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.DocumentFilter;
import dev.seance.api.corpus.Page;
import dev.seance.api.corpus.Verdict;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.plugins.ocr.PageEdge.Token;
import java.util.ArrayList;
import java.util.List;
import org.pf4j.Extension;

/**
 * Takes out of scanned pages what is printed around the text: running heads, page numbers, signature marks. A scan has them
 * within its text, often on the same line, so that they cut every second sentence in two. Documents without pages stay as
 * they are, and so does a page that has nothing else.
 */
@Extension
@ExtensionSpec(
        name = "running-heads",
        summary = "Removes running heads and feet, page numbers and signature marks from scanned pages, by what"
                + " neighbouring pages have in common.")
public final class RunningHeadsFilter implements DocumentFilter {

    @Override
    public Verdict judge(Document document) {
        List<Page> pages = document.pages();
        if (pages.size() < 2) {
            return Verdict.kept();
        }
        List<PageEdge> heads =
                pages.stream().map(page -> PageEdge.head(page.text())).toList();
        List<PageEdge> feet =
                pages.stream().map(page -> PageEdge.foot(page.text())).toList();
        HeadFinder head = new HeadFinder(heads, new PageNumbers(pages, heads));
        HeadFinder foot = new HeadFinder(feet, new PageNumbers(pages, feet));
        Signatures signatures = new Signatures(feet);
        List<Page> result = new ArrayList<>(pages.size());
        boolean changed = false;
        for (int i = 0; i < pages.size(); i++) {
            String text = pages.get(i).text();
            int start = start(heads.get(i), head.length(i));
            int signature = signatures.length(i);
            int end = end(feet.get(i), text, signature > 0 ? signature : foot.length(i));
            boolean cut = start > 0 || end < text.length();
            // A page of nothing but a title is its text.
            if (cut && start < end && !text.substring(start, end).isBlank()) {
                String left = start > 0 ? text.substring(start, end).stripLeading() : text.substring(start, end);
                result.add(pages.get(i).withText(end < text.length() ? left.stripTrailing() : left));
                changed = true;
            } else {
                result.add(pages.get(i));
            }
        }
        return changed ? Verdict.changed(document.withPages(result), "removed running heads") : Verdict.kept();
    }

    private static int start(PageEdge edge, int length) {
        List<Token> tokens = edge.tokens();
        if (length == 0) {
            return 0;
        }
        return length < tokens.size()
                ? tokens.get(length).start()
                : tokens.get(length - 1).end();
    }

    private static int end(PageEdge edge, String text, int length) {
        List<Token> tokens = edge.tokens();
        if (length == 0) {
            return text.length();
        }
        return length < tokens.size()
                ? tokens.get(length).end()
                : tokens.get(length - 1).start();
    }
}
