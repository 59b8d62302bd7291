// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.corpus;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Something a source found where it looks for texts and did not read.
 *
 * @param name what it is called within the source: a file's path within its folder
 * @param reason why it was not read, short and the same for all of a kind, because reports count by it: {@code "empty"},
 *     {@code "link to a file that does not exist"}
 */
public record Skipped(String name, String reason) implements Serializable {

    private static final int EXAMPLES = 3;

    public Skipped {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(reason, "reason");
    }

    /**
     * The numbers by reason, with a few names each: {@code 2 empty (a.txt, b.txt), 1 hidden (.notes.txt)}; "" when there
     * is nothing.
     */
    public static String inWords(List<Skipped> skipped) {
        Map<String, List<String>> byReason = skipped.stream()
                .collect(Collectors.groupingBy(
                        Skipped::reason, TreeMap::new, Collectors.mapping(Skipped::name, Collectors.toList())));
        return byReason.entrySet().stream()
                .map(entry -> entry.getValue().size() + " " + entry.getKey() + " ("
                        + entry.getValue().stream().sorted().limit(EXAMPLES).collect(Collectors.joining(", "))
                        + (entry.getValue().size() > EXAMPLES ? ", ..." : "") + ")")
                .collect(Collectors.joining(", "));
    }
}
