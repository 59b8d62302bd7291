// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

import dev.seance.api.corpus.Document;
import dev.seance.kit.text.CatalogueDate;
import dev.seance.kit.text.LanguageCodes;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a TEI header says of a text: title, author, when, where and by whom it was published, language, licence. */
final class TeiHeader {

    /** What projects add to a title to name their own edition of the work. */
    private static final Pattern EDITION = Pattern.compile(
            "(?i)(?:\\s*[:;,.]\\s+(?:an? )?[\\w-]+ (?:edition|version)|\\s*\\[electronic resource\\])+\\.?$");

    private static final Pattern PLACE = Pattern.compile("([\\p{L}. ]{2,40}?)\\s*:\\s*(.+)");
    private static final int LONGEST_LICENCE = 300;

    private final Xml xml;
    private final Deque<String> within = new ArrayDeque<>();
    private final List<String> authors = new ArrayList<>();
    private final Edition first = new Edition();
    private final Edition printed = new Edition();
    private String title = "";
    private String language = "";
    private boolean said;
    private String licence = "";
    private Optional<String> created = Optional.empty();

    /** What is known of an edition. */
    private static final class Edition {
        private String place = "";
        private String publisher = "";
        private Optional<String> date = Optional.empty();
    }

    TeiHeader(Xml xml) {
        this.xml = xml;
    }

    /** A language that an attribute says; the header's own, and the first, count more. */
    void language(String code) {
        language = language.isEmpty() ? LanguageCodes.of(code) : language;
    }

    /** The licence, in words or as an address, or "". */
    String licence() {
        return licence.length() > LONGEST_LICENCE ? licence.substring(0, LONGEST_LICENCE) + "\u2026" : licence;
    }

    /** Reads a header that has just started, to its end. */
    void read() throws IOException, BadBook {
        within.push("");
        while (!within.isEmpty()) {
            Xml.Part part = xml.next();
            if (part == Xml.Part.END) {
                within.pop();
            } else if (part == Xml.Part.START) {
                element(xml.name());
            }
        }
    }

    private void element(String name) throws IOException, BadBook {
        switch (name) {
            case "title" -> title();
            case "author" -> author();
            case "date" -> date();
            case "pubplace" -> edition().place = orElse(edition().place, xml.content());
            case "publisher" -> edition().publisher = orElse(edition().publisher, xml.content());
            case "language" -> language();
            case "availability" -> availability();
            case "bibl" -> within.push(xml.attribute("type").toLowerCase(Locale.ROOT));
            default -> within.push(name);
        }
    }

    private static String orElse(String known, String found) {
        return known.isEmpty() ? found : known;
    }

    private void title() throws IOException, BadBook {
        String type = xml.attribute("type");
        String found = xml.content();
        if (within.contains("titlestmt") && !within.contains("sourcedesc") && !type.equals("sub")) {
            title = orElse(title, EDITION.matcher(found).replaceFirst(""));
        }
    }

    private void author() throws IOException, BadBook {
        String found = xml.content().replaceFirst("(?<=\\)|\\p{Ll}{3})\\.$", "");
        if (within.contains("titlestmt") && !within.contains("sourcedesc") && !found.isEmpty()) {
            authors.add(found);
        }
    }

    private void date() throws IOException, BadBook {
        String when = xml.attribute("when");
        String found = xml.content();
        Optional<String> date = Optional.of(when.isEmpty() ? found : when).filter(value -> !value.isEmpty());
        if (within.contains("creation")) {
            created = created.or(() -> date);
        } else {
            edition().date = edition().date.or(() -> date);
        }
    }

    /** The edition that is being described; what is said of the file's own is of no use and goes into a new one. */
    private Edition edition() {
        if (within.contains("firstedition")) {
            return first;
        }
        return within.contains("sourcedesc") && !within.contains("digitalsource") ? printed : new Edition();
    }

    private void language() throws IOException, BadBook {
        String code = xml.attribute("ident").isEmpty() ? xml.attribute("id") : xml.attribute("ident");
        String found = LanguageCodes.of(code);
        found = orElse(found, LanguageCodes.of(xml.content()));
        if (!found.isEmpty() && !said) {
            language = found;
            said = true;
        }
    }

    private void availability() throws IOException, BadBook {
        boolean own = !within.contains("sourcedesc");
        String target = "";
        StringBuilder words = new StringBuilder();
        for (int depth = 1; depth > 0; ) {
            switch (xml.next()) {
                case START -> {
                    target = orElse(target, xml.attribute("target"));
                    depth++;
                }
                case END -> depth--;
                default -> words.append(xml.text());
            }
        }
        if (own) {
            licence = orElse(
                    target, words.toString().replaceAll("[\\s\\p{Z}]+", " ").strip());
        }
    }

    /** Puts all that into a document. */
    void describe(Document.Builder document, String otherwise) {
        document.title(title).author(String.join("; ", authors)).language(language.isEmpty() ? otherwise : language);
        Edition edition = first.date.isPresent() || !first.publisher.isEmpty() ? first : printed;
        String place = edition.place;
        String publisher = edition.publisher;
        Matcher both = PLACE.matcher(publisher);
        if (place.isEmpty() && both.matches()) {
            place = both.group(1);
            publisher = both.group(2);
        }
        document.place(place.replaceFirst("[\\s:,]+$", "")).attribute(Document.PUBLISHER, publisher);
        year(document);
    }

    private void year(Document.Builder document) {
        YearSource from = YearSource.UNKNOWN;
        Optional<String> date = Optional.empty();
        if (known(first.date)) {
            from = YearSource.FIRST_EDITION;
            date = first.date;
        } else if (known(created)) {
            from = YearSource.CREATION;
            date = created;
        } else if (known(printed.date)) {
            from = YearSource.PRINTED_EDITION;
            date = printed.date;
        }
        document.attribute(YearSource.ATTRIBUTE, from.words());
        date.flatMap(CatalogueDate::parse).map(CatalogueDate::year).ifPresent(document::year);
        date.filter(words -> !words.matches("\\d{4}")).ifPresent(words -> document.attribute(Document.DATE, words));
    }

    private static boolean known(Optional<String> date) {
        return date.flatMap(CatalogueDate::parse).isPresent();
    }
}
