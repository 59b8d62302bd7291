// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A base model goes on with a text. */
class CompleteIT {

    private static final String TEXT = "It was remarked at the turnpike that caf\u00e9";

    @Test
    void goesOnWithTheTextByTheFirstModelAndTheSameSeed() throws IOException {
        Seance seance = MicroRun.finished().seance();
        String[] complete = {"complete", "micro", TEXT, "--max-tokens", "20"};
        Outcome once = seance.run(complete).exits(0);
        assertThat(once.out()).startsWith(TEXT).hasSizeGreaterThan(TEXT.length() + 10);
        assertThat(seance.with("LC_ALL", "C").run(complete).exits(0).out()).isEqualTo(once.out());
        assertThat(seance.run("complete", "micro", TEXT, "--max-tokens", "20", "--step", "base")
                        .exits(0)
                        .out())
                .as("the first model is the base")
                .isEqualTo(once.out());
        assertThat(seance.run("complete", "micro", TEXT, "--max-tokens", "20", "--seed", "2")
                        .exits(0)
                        .out())
                .isNotEqualTo(once.out());
    }

    @Test
    void stopsBeforeAStopStringAndDrawsAmongTheLikely() throws IOException {
        Seance seance = MicroRun.finished().seance();
        String[] likeliest = {"complete", "micro", TEXT, "--max-tokens", "20", "--top-p", "0"};
        String whole = seance.run(likeliest).exits(0).out();
        assertThat(seance.run("complete", "micro", TEXT, "--max-tokens", "20", "--temperature", "0")
                        .exits(0)
                        .out())
                .as("a top-p of 0 leaves the likeliest token alone")
                .isEqualTo(whole);
        assertThat(seance.run("complete", "micro", TEXT, "--max-tokens", "20", "--min-p", "1")
                        .exits(0)
                        .out())
                .isEqualTo(whole);
        String added = whole.strip().substring(TEXT.length());
        String stop = added.substring(added.length() / 2, added.length() / 2 + 3);
        Outcome stopped = seance.run("complete", "micro", TEXT, "--max-tokens", "20", "--top-p", "0", "--stop", stop)
                .exits(0);
        assertThat(stopped.out().strip()).isEqualTo((TEXT + added.substring(0, added.indexOf(stop))).strip());
    }

    @Test
    void aTextThatIsTooLongIsRefused() throws IOException {
        Outcome outcome = MicroRun.finished()
                .seance()
                .run("complete", "micro", "the mill at Corran ".repeat(60))
                .isTheUsersMistake();
        assertThat(outcome.err()).contains("tokens long, and the model reads at most 32 and writes 32 after them");
    }
}
