// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.run.UserError;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TextMemoryTest {

    @Test
    void saysHowMuchMemoryATextTakesAndHowToGiveIt() {
        TextMemory memory = new TextMemory(512 << 20);
        assertThatCode(() -> memory.check("a.txt", 51 << 20)).doesNotThrowAnyException();
        assertThatThrownBy(() -> memory.check("a.txt", 112_000_000))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "a.txt has 112,000,000 bytes of text or more, which take about 1,069 MB of memory, and Java may"
                                + " use 512 MB: set SEANCE_JAVA_OPTS=-Xmx1336m and run the command again, or split it into"
                                + " several files, such as one a work");
    }

    @Test
    void theMemoryItAsksForIsEnough() {
        for (long bytes = 1 << 20; bytes < 1 << 30; bytes = bytes * 3 / 2) {
            long text = bytes;
            String message = org.assertj.core.api.Assertions.catchThrowable(
                            () -> new TextMemory(1 << 20).check("a.txt", text))
                    .getMessage();
            long megabytes = Long.parseLong(message.replaceAll(".*-Xmx(\\d+)m.*", "$1"));
            assertThatCode(() -> new TextMemory(megabytes << 20).check("a.txt", text))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void refusesWhatNoMemoryCanHold() {
        assertThatThrownBy(() -> new TextMemory(Long.MAX_VALUE).check("a.txt", 1L << 31))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("one document can have 1,073,741,760; split it");
    }

    @Test
    void letsLargeTextsWaitForEachOther() throws Exception {
        TextMemory memory = new TextMemory(64 << 20);
        TextMemory.Room first = memory.take(memory.limit());
        CountDownLatch taken = new CountDownLatch(1);
        Thread other = new Thread(() -> {
            memory.take(memory.limit() / 2).close();
            taken.countDown();
        });
        other.start();
        memory.take(100).close();
        assertThat(taken.await(100, TimeUnit.MILLISECONDS)).isFalse();
        first.close();
        assertThat(taken.await(10, TimeUnit.SECONDS)).isTrue();
    }
}
