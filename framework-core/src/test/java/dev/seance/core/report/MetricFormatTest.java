// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MetricFormatTest {

    @Test
    void saysNamesInWords() {
        assertThat(MetricFormat.name("documentsIn")).isEqualTo("documents in");
        assertThat(MetricFormat.name("bitsPerByte")).isEqualTo("bits per byte");
        assertThat(MetricFormat.name("loss")).isEqualTo("loss");
    }

    @Test
    void writesCountsWholeAndMeasurementsToFourFigures() {
        assertThat(MetricFormat.value(9_100_000)).isEqualTo("9,100,000");
        assertThat(MetricFormat.value(0)).isEqualTo("0");
        assertThat(MetricFormat.value(2.43751)).isEqualTo("2.438");
        assertThat(MetricFormat.value(5120.4)).isEqualTo("5,120");
        assertThat(MetricFormat.value(0.00001)).isEqualTo("1.00e-05");
        assertThat(MetricFormat.value(4.2e18)).isEqualTo("4.20e+18");
        assertThat(MetricFormat.value(Double.NaN)).isEqualTo("not a number");
        assertThat(MetricFormat.value("mfu", 0.312)).isEqualTo("31.2 %");
    }

    @Test
    void alignsNumbersToTheRight() {
        TextTable table = new TextTable(List.of("STEP", "WORDS"), Set.of(1))
                .row(List.of("books", "7"))
                .row(List.of("é", "1,000"));
        assertThat(table.lines()).containsExactly("STEP   WORDS", "books      7", "é      1,000");
    }
}
