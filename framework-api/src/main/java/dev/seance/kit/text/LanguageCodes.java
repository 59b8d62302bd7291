// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.text;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;

/**
 * Brings the ways in which catalogues and files write languages to one: ISO 639-1 codes ({@code en}, {@code en-GB}), both
 * sets of three letters of ISO 639-2 ({@code deu} and the libraries' {@code ger}), English names ({@code German},
 * {@code Greek, Ancient (to 1453)}). Thread-safe.
 */
public final class LanguageCodes {

    /** Where ISO 639-2 has two codes for a language, libraries use this one and Java knows the other; and other names. */
    private static final Map<String, String> MORE = Map.ofEntries(
            Map.entry("alb", "sq"),
            Map.entry("arm", "hy"),
            Map.entry("baq", "eu"),
            Map.entry("bur", "my"),
            Map.entry("chi", "zh"),
            Map.entry("cze", "cs"),
            Map.entry("dut", "nl"),
            Map.entry("fre", "fr"),
            Map.entry("geo", "ka"),
            Map.entry("ger", "de"),
            Map.entry("gre", "el"),
            Map.entry("ice", "is"),
            Map.entry("mac", "mk"),
            Map.entry("mao", "mi"),
            Map.entry("may", "ms"),
            Map.entry("per", "fa"),
            Map.entry("rum", "ro"),
            Map.entry("slo", "sk"),
            Map.entry("tib", "bo"),
            Map.entry("wel", "cy"),
            Map.entry("gaelic", "gd"),
            Map.entry("flemish", "nl"),
            Map.entry("castilian", "es"),
            Map.entry("norwegian", "no"));

    private static final Map<String, String> CODES = codes();

    private LanguageCodes() {}

    /** The ISO 639-1 code of a language, or "" for one that has none or is unknown. */
    public static String of(String language) {
        String name = language.strip().toLowerCase(Locale.ROOT);
        String code = CODES.get(name);
        if (code == null && name.indexOf(',') > 0) {
            // Catalogues put the family first.
            code = CODES.get(name.substring(0, name.indexOf(',')));
        }
        if (code == null && name.matches("[a-z]{2,3}[-_].*")) {
            code = CODES.get(name.split("[-_]", 2)[0]);
        }
        return code == null ? "" : code;
    }

    /** The English name of the language with that code. */
    public static String name(String code) {
        return new Locale.Builder().setLanguage(code).build().getDisplayLanguage(Locale.ENGLISH);
    }

    private static Map<String, String> codes() {
        Map<String, String> codes = new HashMap<>(MORE);
        for (String code : Locale.getISOLanguages()) {
            if (code.length() != 2) {
                continue;
            }
            Locale locale = new Locale.Builder().setLanguage(code).build();
            codes.put(code, code);
            codes.putIfAbsent(locale.getDisplayLanguage(Locale.ENGLISH).toLowerCase(Locale.ROOT), code);
            try {
                codes.putIfAbsent(locale.getISO3Language(), code);
            } catch (MissingResourceException e) {
                // One without a code of three letters is found by the other two ways.
                continue;
            }
        }
        return Map.copyOf(codes);
    }
}
