// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FileRetryTest {

    private int tries;

    @Test
    void triesAgainUntilTheScannerIsDone() throws IOException {
        FileRetry.run(
                () -> {
                    if (++tries < 3) {
                        throw new AccessDeniedException("a.txt");
                    }
                },
                5);
        assertThat(tries).isEqualTo(3);
    }

    @Test
    void givesUpWithTheLastRefusal() {
        assertThatThrownBy(() -> FileRetry.run(
                        () -> {
                            throw new AccessDeniedException("a.txt", null, "try " + ++tries);
                        },
                        3))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("try 3");
    }

    @Test
    void doesNotTryAgainWhatWillNotChange() {
        assertThatThrownBy(() -> FileRetry.run(
                        () -> {
                            tries++;
                            throw new NoSuchFileException("a.txt");
                        },
                        5))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(tries).isEqualTo(1);
    }
}
