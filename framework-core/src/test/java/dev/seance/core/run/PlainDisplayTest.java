// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PlainDisplayTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 7_000_000_000L); // about to wrap
    private final PlainDisplay display =
            new PlainDisplay(new PrintStream(bytes, true, StandardCharsets.UTF_8), nanos::get);

    private List<String> lines() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private void pass(double seconds) {
        nanos.addAndGet((long) (seconds * 1e9));
    }

    @Test
    void printsALineEveryFiveSeconds() {
        Display.StepDisplay step = display.step("base");
        step.begin("training", 2000, "steps");
        for (int i = 0; i < 12; i++) {
            pass(1);
            step.advance(100);
        }

        assertThat(lines())
                .containsExactly(
                        "[base] training: 500 of 2,000 steps, 15 s left",
                        "[base] training: 1,000 of 2,000 steps, 10 s left");
    }

    @Test
    void doesNotCountWhatAResumedStepBeganWith() {
        Display.StepDisplay step = display.step("base");
        step.begin("training", 300, "steps");
        step.advance(150);
        pass(5);
        step.advance(10);

        assertThat(lines()).containsExactly("[base] training: 160 of 300 steps, 1 min 10 s left");
    }

    @Test
    void showsTheStateAndStartsThePhaseAnew() {
        Display.StepDisplay step = display.step("books");
        step.begin("surveying", 10, "splits");
        step.state("old");
        pass(4);
        step.advance(9);
        step.begin("reading", -1, "documents");
        pass(2);
        step.advance(3);
        step.state("loss 3.21");
        pass(6);
        step.advance(1);

        assertThat(lines()).containsExactly("[books] reading: 3 documents", "[books] reading: 4 documents, loss 3.21");
    }

    @Test
    void printsNotesAndLinesAtOnce() {
        display.line("Mr. Chatterbox");
        try (Display.StepDisplay step = display.step("chat")) {
            step.note("“Good evening.”");
        }

        assertThat(lines()).containsExactly("Mr. Chatterbox", "[chat] “Good evening.”");
    }
}
