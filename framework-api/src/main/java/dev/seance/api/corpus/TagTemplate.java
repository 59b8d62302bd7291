// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a model reads before a document's text: tags with what is known of the document, so that it learns to write as of a
 * year, a kind or a quality, and can be asked to (Keskar et al. 2019, CTRL).
 *
 * <p>A template is a row of tags in square brackets, each with one field in braces or more, such as
 * <code>[{year}][{kind}][ocr-{quality}]</code>. A tag with a field that is not known of the document is left out; a line
 * feed ends the row, unless it is empty. Fields are {@code title}, {@code author}, {@code year}, {@code decade},
 * {@code language}, {@code place}, {@code source} and the names of attributes.
 *
 * @param text the template as written
 */
public record TagTemplate(String text) {

    private static final Pattern TAG = Pattern.compile("\\[[^\\[\\]\\n]*\\]");
    private static final Pattern FIELD = Pattern.compile("\\{([^{}]*)\\}");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    /** @throws IllegalArgumentException for a text of another form, saying what is wrong with it */
    public TagTemplate {
        Objects.requireNonNull(text, "text");
        if (text.isEmpty() || !TAG.matcher(text).replaceAll("").isEmpty()) {
            throw new IllegalArgumentException("tags stand in square brackets, such as [{year}][{kind}], not '" + text
                    + "'; in YAML the whole needs quotes");
        }
        for (String tag : tags(text)) {
            check(tag);
        }
    }

    private static void check(String tag) {
        List<String> fields = fields(tag);
        if (fields.isEmpty() || FIELD.matcher(tag).replaceAll("").matches(".*[{}].*")) {
            throw new IllegalArgumentException(
                    "the tag " + tag + " names no field; a field stands in braces, such as [{year}]");
        }
        for (String field : fields) {
            if (!NAME.matcher(field).matches()) {
                throw new IllegalArgumentException("{" + field + "} in the tag " + tag
                        + " is no name of a field: lower-case letters and digits, joined by hyphens");
            }
        }
    }

    /** The fields it names, each once, in the order of their first use. */
    public List<String> fields() {
        return fields(text).stream().distinct().toList();
    }

    /** The tags of a document and a line feed; "" when nothing that it names is known. */
    public String render(Document document) {
        return render(values(document));
    }

    /** The tags of these fields and a line feed; "" when none can be filled. Line ends and brackets in values become blanks. */
    public String render(Map<String, String> values) {
        String row = tags(text).stream()
                .filter(tag -> values.keySet().containsAll(fields(tag)))
                .map(tag -> FIELD.matcher(tag)
                        .replaceAll(field -> Matcher.quoteReplacement(clean(values.get(field.group(1))))))
                .collect(Collectors.joining());
        return row.isEmpty() ? "" : row + "\n";
    }

    private static Map<String, String> values(Document document) {
        Map<String, String> values = new TreeMap<>(document.attributes());
        put(values, "title", document.title());
        put(values, "author", document.author());
        put(values, "language", document.language());
        put(values, "place", document.place());
        put(values, "source", document.provenance().source());
        document.year().ifPresent(year -> {
            put(values, "year", Integer.toString(year));
            put(values, "decade", Math.floorDiv(year, 10) * 10 + "s");
        });
        return values;
    }

    private static void put(Map<String, String> values, String name, String value) {
        if (!value.isBlank()) {
            values.put(name, value);
        }
    }

    private static String clean(String value) {
        return value.replaceAll("[\\s\\[\\]]+", " ").strip();
    }

    private static List<String> tags(String text) {
        return all(TAG, text, 0);
    }

    private static List<String> fields(String tag) {
        return all(FIELD, tag, 1);
    }

    private static List<String> all(Pattern pattern, String text, int group) {
        List<String> found = new ArrayList<>();
        for (Matcher matcher = pattern.matcher(text); matcher.find(); ) {
            found.add(matcher.group(group));
        }
        return found;
    }

    @Override
    public String toString() {
        return text;
    }
}
