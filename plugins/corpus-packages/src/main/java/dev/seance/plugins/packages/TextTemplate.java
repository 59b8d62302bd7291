// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.packages;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A text with {@code {name}} and {@code {name:words}} in it.
 *
 * @param template the text
 */
record TextTemplate(String template) {

    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)(:words)?}");

    /**
     * Checks that every name has a value.
     *
     * @throws IllegalArgumentException listing the names there are
     */
    void check(Set<String> names) {
        Matcher matcher = PLACE.matcher(template);
        while (matcher.find()) {
            if (!names.contains(matcher.group(1))) {
                throw new IllegalArgumentException("'" + template + "' uses {" + matcher.group(1) + "}, which is not"
                        + " among " + new TreeSet<>(names) + "; add a group (?<" + matcher.group(1)
                        + ">...) to 'files', or correct the name");
            }
        }
    }

    String fill(Map<String, String> values) {
        return PLACE.matcher(template).replaceAll(match -> {
            String value = values.get(match.group(1));
            return Matcher.quoteReplacement(match.group(2) == null ? value : inWords(value));
        });
    }

    /** {@code grover_cleveland} becomes {@code Grover Cleveland}. */
    private static String inWords(String name) {
        return Arrays.stream(name.split("[_\\s]+"))
                .filter(word -> !word.isEmpty())
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining(" "));
    }
}
