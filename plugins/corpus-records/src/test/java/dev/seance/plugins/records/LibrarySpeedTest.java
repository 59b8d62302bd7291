// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How quickly the library's archives are read, beside the floor that {@link LibrarySpeed} measures. */
@Tag("full")
class LibrarySpeedTest {

    private static final int ROUNDS = 5;

    /** Filters and writing need the rest of the two and a half times the floor that the whole chain may take. */
    private static final double SHARE_OF_THE_FLOOR = 0.5;

    @TempDir
    Path temporary;

    @Test
    void takesAtMostTwiceWhatDecompressingAndParsingTake() throws Exception {
        Path folder = new MadeUpLibrary(1, WordChain.madeUp(1, 30_000), 220).archives(temporary, 200, 50);
        LibrarySpeed speed = new LibrarySpeed(folder);
        double floor = 0;
        double source = 0;
        for (int round = 0; round < ROUNDS; round++) {
            floor = Math.max(floor, speed.floor().megabytesPerSecond());
            source = Math.max(source, speed.source().megabytesPerSecond());
        }
        assertThat(source).as("MB/s, where the floor has %.1f", floor).isGreaterThan(SHARE_OF_THE_FLOOR * floor);
    }
}
