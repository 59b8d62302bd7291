// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import java.util.Locale;

/** The names of columns and keys, of which several spellings mean the same. */
final class Columns {

    private Columns() {}

    /** {@code All Countries of publication}, {@code all_countries_of_publication}: lower case, words joined by one underscore. */
    static String normalized(String name) {
        StringBuilder result = new StringBuilder(name.length());
        boolean pending = false;
        String lower = name.toLowerCase(Locale.ROOT);
        for (int i = 0; i < lower.length(); i++) {
            char c = lower.charAt(i);
            if (Character.isLetterOrDigit(c)) {
                if (pending && result.length() > 0) {
                    result.append('_');
                }
                pending = false;
                result.append(c);
            } else {
                pending = true;
            }
        }
        return result.toString();
    }

    /** As documents' attributes are spelt: {@code physical-description}. */
    static String attribute(String name) {
        return normalized(name).replace('_', '-');
    }
}
