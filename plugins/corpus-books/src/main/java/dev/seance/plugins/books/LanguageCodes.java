// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;

/** Languages by the codes of ISO 639 and by their English names, made into codes of two letters. */
final class LanguageCodes {

    /** Where ISO 639-2 has two codes for a language, libraries use this one and Java knows the other. */
    private static final Map<String, String> BIBLIOGRAPHIC = Map.ofEntries(
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
            Map.entry("wel", "cy"));

    private static final Map<String, String> CODES = codes();

    private LanguageCodes() {}

    /** The code of a language, or "" for one that has none or is unknown; {@code en-GB} is {@code en}. */
    static String of(String language) {
        String name = language.strip().toLowerCase(Locale.ROOT);
        String code = CODES.get(name);
        if (code != null) {
            return code;
        }
        return name.matches("[a-z]{2,3}[-_].*") ? of(name.replaceFirst("[-_].*", "")) : "";
    }

    private static Map<String, String> codes() {
        Map<String, String> codes = new HashMap<>(BIBLIOGRAPHIC);
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
                continue;
            }
        }
        return Map.copyOf(codes);
    }
}
