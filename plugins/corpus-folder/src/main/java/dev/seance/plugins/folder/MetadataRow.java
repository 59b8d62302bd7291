// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.folder;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seance.kit.files.FileNames;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Pattern;

/** One row of {@code metadata.jsonl}; what it leaves out or leaves blank is empty. Keys not named here are ignored. */
record MetadataRow(
        String id,
        String file,
        Optional<String> title,
        Optional<String> author,
        Optional<Integer> year,
        Optional<String> place,
        Optional<String> language,
        Optional<String> source,
        Optional<String> licence) {

    static final MetadataRow EMPTY = new MetadataRow(
            "",
            "",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    // A year or a whole date. A range such as 1850-1860 is refused: which end to take is not ours to guess.
    private static final Pattern DATE = Pattern.compile("-?\\d{1,4}(-\\d\\d(-\\d\\d.*)?)?");

    /**
     * Takes a row from a JSON object.
     *
     * @throws IllegalArgumentException saying which key has an impossible value
     */
    static MetadataRow of(JsonNode json) {
        if (!json.isObject()) {
            throw new IllegalArgumentException("expected an object {...}, found " + json.getNodeType());
        }
        return new MetadataRow(
                text(json, "id").map(FileNames::normalized).orElse(""),
                text(json, "file")
                        .map(MetadataRow::asListed)
                        .orElseThrow(() -> new IllegalArgumentException("the row has no 'file', the text's name")),
                text(json, "title"),
                text(json, "author"),
                year(json),
                text(json, "place"),
                text(json, "language"),
                text(json, "source"),
                text(json, "licence").or(() -> text(json, "license")));
    }

    /** The name as the folder's listing spells it. By hand, because a path cannot hold every name under every locale. */
    private static String asListed(String file) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : FileNames.normalized(file).replace('\\', '/').split("/")) {
            if (part.equals("..") && !parts.isEmpty()) {
                parts.removeLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return String.join("/", parts);
    }

    private static Optional<String> text(JsonNode json, String key) {
        JsonNode value = json.path(key);
        if (value.isContainerNode()) {
            throw new IllegalArgumentException("'" + key + "' is not a text: " + value);
        }
        return value.isNull() || value.isMissingNode()
                ? Optional.empty()
                : Optional.of(value.asText().strip()).filter(text -> !text.isEmpty());
    }

    private static Optional<Integer> year(JsonNode json) {
        Optional<String> text = text(json, "year");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!DATE.matcher(text.get()).matches()) {
            throw new IllegalArgumentException(
                    "year '" + text.get() + "' is not a year such as 1851; leave it out when nobody knows");
        }
        int end = text.get().indexOf('-', 1);
        return Optional.of(Integer.valueOf(end < 0 ? text.get() : text.get().substring(0, end)));
    }
}
