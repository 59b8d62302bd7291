// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamePartsTest {

    @ParameterizedTest
    @CsvSource({
        "1851_The_Kettle, 1851, The Kettle",
        "PG123_1862_Lamps, 1862, PG123 Lamps",
        "Lamps_1862, 1862, Lamps",
        "shelf/Lamps (1862), 1862, Lamps",
        "1661-0,, 1661-0",
        "1661,, 1661",
        "18511_Kettles,, 18511 Kettles",
        "A Tale of 1789,, A Tale of 1789",
        "0999_Saga,, 0999 Saga",
    })
    void takesOnlyAYearThatStandsApart(String stem, Integer year, String title) {
        assertThat(NameParts.of(stem, true)).isEqualTo(new NameParts(title, Optional.ofNullable(year)));
    }
}
