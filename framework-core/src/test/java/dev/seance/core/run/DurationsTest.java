// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0.0 s",
        "0.44, 0.4 s",
        "9.94, 9.9 s",
        "9.96, 10 s",
        "12.4, 12 s",
        "59.4, 59 s",
        "59.6, 1 min",
        "60, 1 min",
        "200, 3 min 20 s",
        "3599.4, 59 min 59 s",
        "3599.6, 1 h",
        "3629, 1 h",
        "18120, 5 h 2 min",
        "360000, 100 h"
    })
    void areSaidAsPeopleSayThem(double seconds, String words) {
        assertThat(Durations.inWords(seconds)).isEqualTo(words);
    }
}
