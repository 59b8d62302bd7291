// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Optional;

/** Brings the ways collections write languages ({@code en-GB}, {@code eng}, {@code English}) to one. Thread-safe. */
public final class Languages {

    private static final Map<String, String> CODES = codes();

    private Languages() {}

    private static Map<String, String> codes() {
        Map<String, String> codes = new HashMap<>();
        for (String code : Locale.getISOLanguages()) {
            Locale locale = new Locale(code);
            codes.put(code, code);
            codes.put(locale.getDisplayLanguage(Locale.ENGLISH).toLowerCase(Locale.ROOT), code);
            try {
                codes.put(locale.getISO3Language(), code);
            } catch (MissingResourceException e) {
                // A language without a three-letter code is found by the other two.
                continue;
            }
        }
        return Map.copyOf(codes);
    }

    /** The ISO 639-1 code of a language written in any of the three ways; empty for an unknown one. */
    public static Optional<String> code(String written) {
        String lower = written.strip().toLowerCase(Locale.ROOT);
        return Optional.ofNullable(CODES.get(lower))
                .or(() -> Optional.ofNullable(CODES.get(lower.split("[-_]", 2)[0])));
    }
}
