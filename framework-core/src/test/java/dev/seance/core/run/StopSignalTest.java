// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class StopSignalTest {

    @TempDir
    Path folder;

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Java can only kill processes there")
    void letsTheCurrentItemFinishBeforeTheProcessEnds() throws Exception {
        Path diary = folder.resolve("diary");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StopSignalTest.class.getName(),
                        diary.toString())
                .inheritIO()
                .start();
        while (process.isAlive() && !Files.exists(diary)) {
            Thread.sleep(10);
        }
        process.destroy();

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(diary).content().isEqualTo("working, asked to stop, item finished");
    }

    /** A process that works until it is asked to stop, and then takes its time. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path diary = Path.of(args[0]);
        try (StopSignal stop = new StopSignal()) {
            Files.writeString(diary, "working");
            while (!stop.requested()) {
                Thread.sleep(5);
            }
            Files.writeString(diary, ", asked to stop", StandardOpenOption.APPEND);
            Thread.sleep(200);
            Files.writeString(diary, ", item finished", StandardOpenOption.APPEND);
        }
    }

    @Test
    void isNotRequestedByItself() {
        try (StopSignal stop = new StopSignal()) {
            assertThat(stop.requested()).isFalse();
        }
    }
}
