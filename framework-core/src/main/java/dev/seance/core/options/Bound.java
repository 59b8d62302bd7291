// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.options;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * One bound value.
 *
 * @param value as the options record takes it
 * @param text its canonical spelling
 * @param inner the options of a group by their names; empty for everything else
 */
record Bound(Object value, String text, Map<String, String> inner) {

    private static final Pattern UNAMBIGUOUS = Pattern.compile("[A-Za-z0-9_./+~-]+");

    static Bound of(Object value, String text) {
        return new Bound(value, text, Map.of());
    }

    /** The text as it stands inside a list or mapping: quoted where two different lists could look the same. */
    static String inside(String text) {
        return UNAMBIGUOUS.matcher(text).matches()
                ? text
                : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
