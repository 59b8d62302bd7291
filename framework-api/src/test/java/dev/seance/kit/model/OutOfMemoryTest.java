// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutOfMemoryTest {

    private static String message(Throwable thrown) {
        return OutOfMemory.behind(thrown).orElseThrow().message("lower batch-tokens");
    }

    @Test
    void knowsJavasHeapAndStackInsideWhatTheHostWraps() {
        RuntimeException heap = new IllegalStateException("plugin failed", new OutOfMemoryError("Java heap space"));
        assertThat(message(heap))
                .matches(
                        "out of memory: Java has [\\d,]+ MiB \\(Java heap space\\); lower batch-tokens, or give Java more"
                                + " with SEANCE_JAVA_OPTS=-Xmx8g");
        assertThat(message(new StackOverflowError()))
                .isEqualTo("the thread's stack is full; lower batch-tokens, or give it more with"
                        + " SEANCE_JAVA_OPTS=-Xss16m");
    }

    @Test
    void knowsWhatEnginesSay() {
        for (String said : new String[] {
            "CUDA out of memory. Tried to allocate 2.00 GiB",
            "DefaultCPUAllocator: can't allocate memory: you tried to allocate 8 bytes",
            "DefaultCPUAllocator: not enough memory: you tried to allocate 8 bytes"
        }) {
            assertThat(message(
                            new RuntimeException("plugin failed", new RuntimeException("trace:\n " + said + "\nmore"))))
                    .isEqualTo("the engine is out of memory (" + said + "); lower batch-tokens");
        }
    }

    @Test
    void leavesOtherFailuresAlone() {
        assertThat(OutOfMemory.behind(new IllegalStateException("index 7 is not in 0..6")))
                .isEmpty();
        assertThat(OutOfMemory.behind(new IllegalStateException((String) null))).isEmpty();
    }
}
