// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** The package document of an EPUB: what the book is called, and its files in reading order. */
final class EpubPackage {

    private static final String MARKUP = "(?i)application/xhtml\\+xml|text/html|application/x-dtbook\\+xml";

    private final List<Element> elements;
    private final String name;

    /** @param name the package's own, which its references are relative to */
    EpubPackage(Document document, String name) {
        this.elements = document.getAllElements();
        this.name = name;
    }

    /** The values of a metadata element, such as {@code title}, without blanks around them. */
    private List<Element> all(String element) {
        return elements.stream()
                .filter(one -> EpubArchive.name(one).equals(element))
                .filter(one -> !one.text().isBlank())
                .toList();
    }

    String title() {
        return all("title").stream().map(EpubPackage::line).findFirst().orElse("");
    }

    /** Who wrote it; of several creators those whose role is author, where roles are given. */
    String author() {
        List<Element> creators = all("creator");
        List<Element> authors = creators.stream()
                .filter(one ->
                        one.attr("opf:role").isEmpty() || one.attr("opf:role").equals("aut"))
                .toList();
        return (authors.isEmpty() ? creators : authors)
                .stream().map(EpubPackage::line).distinct().collect(Collectors.joining("; "));
    }

    String language() {
        return all("language").stream().map(EpubPackage::line).findFirst().orElse("");
    }

    String publisher() {
        return all("publisher").stream().map(EpubPackage::line).findFirst().orElse("");
    }

    String rights() {
        return all("rights").stream().map(EpubPackage::line).findFirst().orElse("");
    }

    List<String> identifiers() {
        return all("identifier").stream().map(EpubPackage::line).toList();
    }

    /** The date of the original publication, where one is called that. */
    Optional<String> originalDate() {
        return all("date").stream()
                .filter(one -> one.attr("opf:event").toLowerCase(Locale.ROOT).startsWith("original"))
                .map(EpubPackage::line)
                .findFirst();
    }

    /** The first other date, which mostly is that of the file. */
    String fileDate() {
        return all("date").stream()
                .filter(one -> !one.attr("opf:event").toLowerCase(Locale.ROOT).startsWith("original"))
                .map(EpubPackage::line)
                .findFirst()
                .orElse("");
    }

    private static String line(Element element) {
        return element.text().replaceAll("[\\s\\p{Z}]+", " ").strip();
    }

    /** The names of the book's texts in reading order, without its table of contents and what is beside the text. */
    List<String> texts() {
        Map<String, String> items = new HashMap<>();
        List<String> texts = new ArrayList<>();
        for (Element element : elements) {
            if (EpubArchive.name(element).equals("item")
                    && element.attr("media-type").matches(MARKUP)
                    && !List.of(element.attr("properties").split("\\s+")).contains("nav")) {
                items.put(element.attr("id"), EpubArchive.resolve(name, element.attr("href")));
            }
        }
        for (Element element : elements) {
            String text = items.get(element.attr("idref"));
            if (EpubArchive.name(element).equals("itemref")
                    && text != null
                    && !element.attr("linear").equals("no")) {
                texts.add(text);
            }
        }
        return texts;
    }
}
