// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;

/** Languages as catalogues name them, in English or by a code of two or three letters, made into ISO 639-1 codes. */
final class LanguageCodes {

    private static final Map<String, String> CODES = codes();

    private LanguageCodes() {}

    /** The code of a language, or "" for one that has none or is unknown. */
    static String of(String language) {
        String name = language.strip().toLowerCase(Locale.ROOT);
        String code = CODES.get(name);
        if (code == null && name.indexOf(',') > 0) {
            // "Greek, Ancient (to 1453)", "French, Middle": catalogues put the family first.
            code = CODES.get(name.substring(0, name.indexOf(',')));
        }
        if (code == null && name.length() > 3 && (name.charAt(2) == '-' || name.charAt(2) == '_')) {
            code = CODES.get(name.substring(0, 2));
        }
        return code == null ? "" : code;
    }

    private static Map<String, String> codes() {
        Map<String, String> codes = new HashMap<>();
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
        // The codes of ISO 639-2 that libraries use beside the ones above, and names that catalogues use.
        String[] bibliographic = {
            "alb", "sq", "arm", "hy", "baq", "eu", "bur", "my", "chi", "zh", "cze", "cs", "dut", "nl", "fre", "fr",
                    "geo",
            "ka", "ger", "de", "gre", "el", "ice", "is", "mac", "mk", "mao", "mi", "may", "ms", "per", "fa", "rum",
                    "ro",
            "slo", "sk", "tib", "bo", "wel", "cy", "gaelic", "gd", "flemish", "nl", "castilian", "es", "norwegian", "no"
        };
        for (int i = 0; i < bibliographic.length; i += 2) {
            codes.putIfAbsent(bibliographic[i], bibliographic[i + 1]);
        }
        return Map.copyOf(codes);
    }
}
