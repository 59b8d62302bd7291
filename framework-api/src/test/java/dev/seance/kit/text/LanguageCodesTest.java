// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageCodesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "English|en",
                "german|de",
                "Dutch|nl",
                "Welsh|cy",
                "Scottish Gaelic|gd",
                "Greek, Ancient (to 1453)|el",
                "English, Middle (1100-1500)|en",
                "Latin|la",
                "eng|en",
                "ger|de",
                "deu|de",
                "fre|fr",
                "en|en",
                "en-GB|en",
                "Klingonese|''",
                "|''",
            })
    void knowsNamesAndCodes(String language, String code) {
        assertThat(LanguageCodes.of(language == null ? "" : language)).isEqualTo(code);
    }
}
