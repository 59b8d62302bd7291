// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RawTextTest {

    @ParameterizedTest
    @CsvSource({"0644, 644", "1_000_000, 1000000", "-5, -5", "+5, 5"})
    void readsWholeNumbersInTens(String text, String value) {
        assertThat(RawText.whole(text)).contains(new BigInteger(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1e4", "1.0", "0x10", "12:30", "1__0", "_1", "1_", "1,000", "٣"})
    void refusesWhatIsNoWholeNumber(String text) {
        assertThat(RawText.whole(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "NaN", ".inf", "1d", "0x1p3", "1e9999", "1e400", "12:30", "1.1.0"})
    void refusesWhatIsNoNumber(String text) {
        assertThat(RawText.real(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1e4, 10000",
        "10_000, 10000",
        "10000.0, 10000",
        "1.10, 1.1",
        "3e-4, 0.0003",
        ".5, 0.5",
        "0.0, 0",
        "-0, 0",
        "1e-20, 1E-20",
        "10e-21, 1E-20"
    })
    void spellsEqualNumbersAlike(String text, String canonical) {
        assertThat(RawText.real(text).map(RawText::canonical)).contains(canonical);
    }

    @Test
    void hasTwoFlags() {
        assertThat(RawText.flag("true")).contains(true);
        assertThat(RawText.flag("false")).contains(false);
        assertThat(RawText.flag("no")).isEmpty();
        assertThat(RawText.flag("True")).isEmpty();
    }
}
