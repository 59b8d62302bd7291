// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.core.run.RunFolder;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTextTest {

    @TempDir
    Path runs;

    @Test
    void showsStepsFiguresFunnelAndFailures() throws IOException {
        SampleRuns sample = new SampleRuns(runs);
        RunFolder run = sample.begin("victorian", "recipe: victorian\n");
        RunSummary summary = sample.finish(run, "Mr. Chatterbox", sample.everyKind("quite"));
        assertThat(String.join("\n", ReportText.of(summary)))
                .contains("Mr. Chatterbox (victorian/1), finished 1899-12-31T23:59:59Z")
                .contains("131 → 120 documents, 9,100,000 → 8,700,123 words")
                .contains("bits per byte 2.438")
                .contains("7 dropped: printed after 1899")
                .contains("88 changed: heads removed")
                .contains("[audit] 3.5 hits");
    }
}
