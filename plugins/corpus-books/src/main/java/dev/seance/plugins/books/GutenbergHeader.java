// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

import dev.seance.kit.text.CatalogueDate;
import dev.seance.kit.text.LanguageCodes;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the header of a text says of it; every part "" where it does not say. */
record GutenbergHeader(String title, String author, String language, String number, String publication) {

    private static final Pattern FIELD = Pattern.compile("(\\p{Lu}[\\p{L} ]{2,30}):\\s*(.*)");
    private static final Pattern NUMBER = Pattern.compile("(?i)\\be-?(?:book|text)\\s*(?:no\\.\\s*)?#\\s*(\\d+)");
    private static final Pattern FIRST_LINE = Pattern.compile(
            "(?i)[\\s*]*(?:the |this )?project gutenberg(?:['\u2019]s)?(?: e-?(?:book|text|dition))?(?: of|,)?\\s+(.+?)(?:,? by (.+?))?[\\s*]*");
    private static final Pattern YEAR = Pattern.compile("\\b(1\\d{3}|20\\d\\d)\\b");

    /** Reads the lines before the text. */
    static GutenbergHeader of(List<String> lines) {
        Map<String, String> fields = new HashMap<>();
        String last = "";
        Optional<String> number = Optional.empty();
        for (String line : lines) {
            Matcher found = NUMBER.matcher(line);
            if (number.isEmpty() && found.find()) {
                number = Optional.of(found.group(1));
            }
            Matcher field = FIELD.matcher(line);
            if (field.matches()) {
                last = field.group(1).toLowerCase(Locale.ROOT);
                fields.putIfAbsent(last, field.group(2).strip());
            } else if (line.isBlank() || !Character.isWhitespace(line.charAt(0))) {
                last = "";
            } else if (!last.isEmpty()) {
                String joint = last.equals("author") ? "; " : " ";
                fields.merge(last, line.strip(), (before, more) -> before + joint + more);
            }
        }
        Matcher first = FIRST_LINE.matcher(firstParagraph(lines));
        boolean named = first.matches();
        return new GutenbergHeader(
                fields.getOrDefault("title", named ? first.group(1) : ""),
                fields.getOrDefault("author", named && first.group(2) != null ? first.group(2) : ""),
                LanguageCodes.of(fields.getOrDefault("language", "").replaceFirst("[,;/ ].*", "")),
                number.orElse(""),
                fields.getOrDefault("original publication", ""));
    }

    private static String firstParagraph(List<String> lines) {
        StringBuilder first = new StringBuilder();
        for (String line : lines) {
            if (line.isBlank() && first.length() > 0 || line.startsWith("#")) {
                break;
            }
            first.append(first.length() == 0 ? "" : " ").append(line.strip());
        }
        return first.toString();
    }

    /** The year of the original publication, which newer headers have. */
    Optional<Integer> year() {
        Matcher year = YEAR.matcher(publication);
        return year.find() ? CatalogueDate.parse(year.group(1)).map(CatalogueDate::year) : Optional.empty();
    }
}
