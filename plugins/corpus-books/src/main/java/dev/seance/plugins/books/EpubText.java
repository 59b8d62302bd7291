// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;
import org.jsoup.select.NodeTraversor;

/**
 * Makes paragraphs of an EPUB's XHTML: paragraphs, headings and items of lists as blocks, line breaks and rows of tables as
 * lines. Left out: scripts, navigation, covers, tables of contents, page numbers, notes and the marks that point to them, by
 * the book's own words for them (EPUB 3 Structural Semantics) and by those that Project Gutenberg's books use.
 */
final class EpubText {

    private static final Set<String> LEFT_OUT = Set.of(
            "head", "script", "style", "nav", "svg", "math", "img", "audio", "video", "iframe", "object", "form");

    private static final Set<String> BLOCKS = Set.of(
            "p",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "div",
            "section",
            "article",
            "header",
            "footer",
            "aside",
            "blockquote",
            "ul",
            "ol",
            "dl",
            "li",
            "dt",
            "dd",
            "table",
            "pre",
            "figure",
            "figcaption",
            "hr",
            "body",
            "address",
            "main");

    private static final Set<String> LEFT_OUT_TYPES = Set.of(
            "cover",
            "titlepage",
            "halftitlepage",
            "copyright-page",
            "colophon",
            "imprint",
            "toc",
            "landmarks",
            "loi",
            "lot",
            "page-list",
            "index",
            "footnote",
            "footnotes",
            "rearnote",
            "rearnotes",
            "endnote",
            "endnotes",
            "noteref",
            "pagebreak",
            "other-credits");

    private static final Pattern LEFT_OUT_CLASSES = Pattern.compile(
            "(?i)(?:.*\\s)?(?:pg-?boilerplate|pgheader|pg-header|pg-footer|pagenum|pageno|page-?number|pb|noteref|fnanchor|toc)"
                    + "(?:\\s.*)?");

    private static final Pattern MARK = Pattern.compile("[\\[(]?(?:\\d{1,4}|[*\u2020\u2021\u00A7]{1,3})[\\])]?");

    private final Blocks blocks;

    EpubText(Blocks blocks) {
        this.blocks = blocks;
    }

    /** Reads one of the book's texts. */
    void read(Element document) {
        Element body = document.getAllElements().stream()
                .filter(element -> EpubArchive.name(element).equals("body"))
                .findFirst()
                .orElse(document);
        blocks.end();
        NodeTraversor.filter(
                new NodeFilter() {
                    @Override
                    public FilterResult head(Node node, int depth) {
                        if (node instanceof TextNode text) {
                            blocks.text(text.getWholeText());
                        } else if (node instanceof Element element) {
                            if (isLeftOut(element)) {
                                return FilterResult.SKIP_ENTIRELY;
                            }
                            begin(EpubArchive.name(element));
                        }
                        return FilterResult.CONTINUE;
                    }

                    @Override
                    public FilterResult tail(Node node, int depth) {
                        if (node instanceof Element element && BLOCKS.contains(EpubArchive.name(element))) {
                            blocks.end();
                        }
                        return FilterResult.CONTINUE;
                    }
                },
                body);
        blocks.end();
    }

    private void begin(String name) {
        if (name.equals("br") || name.equals("tr")) {
            blocks.line();
        } else if (name.equals("td") || name.equals("th")) {
            blocks.text(" ");
        } else if (BLOCKS.contains(name)) {
            blocks.end();
        }
    }

    private static boolean isLeftOut(Element element) {
        String name = EpubArchive.name(element);
        if (LEFT_OUT.contains(name)
                || LEFT_OUT_CLASSES.matcher(element.className()).matches()) {
            return true;
        }
        if (element.id().matches("(?i)pg-(?:header|footer|machine-header).*")) {
            return true;
        }
        for (String type : element.attr("epub:type").toLowerCase(Locale.ROOT).split("\\s+")) {
            if (LEFT_OUT_TYPES.contains(type)) {
                return true;
            }
        }
        // A number that leads elsewhere in the book is the mark of a note.
        return name.equals("a")
                && element.attr("href").contains("#")
                && MARK.matcher(element.text().strip()).matches();
    }
}
