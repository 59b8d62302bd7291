// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguagesTest {

    @ParameterizedTest
    @CsvSource({"en, en", "en_GB, en", "ENG, en", "English, en", "German, de", "deu, de", "Quenya,"})
    void bringsNamesAndCodesToOneCode(String written, String code) {
        assertThat(Languages.code(written).orElse(null)).isEqualTo(code);
    }
}
