// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.evaluation;

import dev.seance.kit.text.LanguageCodes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The plugin's own lists, which are of one language each. */
final class LanguageList {

    private LanguageList() {}

    /** The entries of a list, without comments and blank lines; none where the plugin has no such list in the language. */
    static List<String> lines(String language, String name) {
        String code = LanguageCodes.of(language);
        try (InputStream in = LanguageList.class.getResourceAsStream(code + "/" + name)) {
            String text = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
