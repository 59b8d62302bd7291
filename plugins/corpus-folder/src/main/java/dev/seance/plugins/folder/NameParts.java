// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.folder;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a file's name tells of its text.
 *
 * @param title the name in words, without the year
 * @param year the year, where the name has one that stands apart
 */
record NameParts(String title, Optional<Integer> year) {

    // Only after or before an underscore or in parentheses: a bare number, as in 1661-0.txt, is as often a catalogue's
    // number as a year, and a wrong year is worse than none.
    private static final Pattern YEAR =
            Pattern.compile("(?:^(?=\\d{4}_)|_(?=\\d{4}(?:_|$))|\\((?=\\d{4}\\)))(1[4-9]\\d\\d|20\\d\\d)\\)?");

    static NameParts of(String stem, boolean yearFromName) {
        String name = stem.substring(stem.lastIndexOf('/') + 1);
        Matcher matcher = YEAR.matcher(name);
        if (!yearFromName || !matcher.find()) {
            return new NameParts(inWords(name), Optional.empty());
        }
        String rest = name.substring(0, matcher.start()) + "_" + name.substring(matcher.end());
        return new NameParts(inWords(rest), Optional.of(Integer.valueOf(matcher.group(1))));
    }

    private static String inWords(String name) {
        return name.replaceAll("[_\\s]+", " ").strip();
    }
}
