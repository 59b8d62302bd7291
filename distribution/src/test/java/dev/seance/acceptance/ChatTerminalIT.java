// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A conversation at a terminal, with the keys that people press. */
class ChatTerminalIT {

    private static final String ENTER = "\r";
    private static final String UP = "\033OA";
    private static final String CTRL_C = "\003";
    private static final String CTRL_D = "\004";
    /** What a terminal sends around a text that is pasted. */
    private static final String PASTE = "\033[200~";

    private static final String PASTED = "\033[201~";
    /** The terminal may be typed at. */
    private static final String READY = "\033[?2004h> ";

    private static Seance seance;

    @BeforeAll
    static void raise() throws IOException {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "script"))),
                "this machine has no script(1)");
        seance = MicroRun.finished().seance().with("TERM", "xterm");
    }

    @Test
    void editsRemembersAndTakesSeveralLines() throws Exception {
        Path history = seance.home().resolve(".local/share/seance/chat-history");
        Files.deleteIfExists(history);
        Started chat = seance.startOnTerminal("chat", "micro");
        chat.shows(READY);
        // Of words that a shell would take for its own.
        chat.press("It's \"10 !! $x" + ENTER).shows(READY);
        chat.press("one\\" + ENTER).shows(". ");
        chat.press("two" + ENTER).shows(READY);
        chat.press(PASTE + "three\nfour" + PASTED).shows("four");
        chat.press(ENTER).shows(READY);
        chat.press("/undo" + ENTER);
        assertThat(chat.shows(READY)).contains("(taken back: three\r\nfour)");
        chat.press("/undo" + ENTER);
        assertThat(chat.shows(READY)).contains("(taken back: one\r\ntwo)");
        chat.press("/und\t").shows("/undo");
        chat.press(ENTER);
        assertThat(chat.shows(READY)).contains("(taken back: It's \"10 !! $x)");
        chat.press(CTRL_D).finish(Seance.PATIENCE).exits(0);

        assertThat(Files.readString(history)).contains("It's \"10 !! $x", "three\\nfour");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(history)))
                .isEqualTo("rw-------");
        Started later = seance.with("LC_ALL", "C").startOnTerminal("chat", "micro");
        later.shows(READY);
        later.press(UP + UP + UP + UP).shows("four");
        later.press(ENTER).shows(READY);
        later.press("caf\u00e9" + ENTER).shows("caf\u00e9");
        later.shows(READY);
        later.press("/quit" + ENTER).finish(Seance.PATIENCE).exits(0);
    }

    @Test
    void ctrlCStopsAReplyAndAtThePromptHintsFirst() throws Exception {
        Seance wordy = wordy();
        Started chat = wordy.startOnTerminal("chat", "micro", "--temperature=10", "--top-k=0", "--max-tokens=1000");
        chat.shows(READY);
        boolean stopped = false;
        // A reply ends where the dice say; one in a dozen or so before the key is pressed.
        for (int i = 0; i < 20 && !stopped; i++) {
            chat.press("Good evening." + ENTER);
            chat.shows("[?2004l"); // it is said, and the reply begins
            Thread.sleep(20);
            chat.press(CTRL_C);
            stopped =
                    chat.showsOne(Duration.ofSeconds(20), "(stopped)", "ends)").contains("(stopped)");
            chat.shows(READY);
            chat.press("/new" + ENTER).shows("(a new conversation)");
            chat.shows(READY);
        }
        assertThat(stopped).isTrue();
        chat.press("half").shows("half");
        chat.press(CTRL_C).shows(READY);
        chat.press(CTRL_C).shows("(Ctrl-C again or Ctrl-D ends)");
        chat.shows(READY);
        assertThat(chat.press(CTRL_C).finish(Seance.PATIENCE).exits(0).out()).doesNotContain("Exception");
    }

    /** With a model that has learnt nothing and room for a long reply: of 600 tokens one ends it, so it takes half a second. */
    private static Seance wordy() throws IOException {
        Seance seance = MicroRun.prepared("chat long").with("TERM", "xterm");
        seance.run(
                        "run",
                        MicroRun.RECIPE,
                        "--until=chat",
                        "--set=base.model={architecture: nanochat, depth: 1, context: 2048}",
                        "--set=base.batch-tokens=2048",
                        "--set=base.micro-batch=1",
                        "--set=base.steps=1",
                        "--set=base.warmup-steps=0",
                        "--set=base.sample-every=0",
                        "--set=chat.batch-sequences=1",
                        "--set=chat.micro-batch=1",
                        "--set=chat.steps=1")
                .exits(0);
        return seance;
    }

    @Test
    void aTerminalThatOnlyShowsLinesAndAPipeGetNoEscapeCodes() throws Exception {
        Started dumb = seance.with("TERM", "dumb").startOnTerminal("chat", "micro");
        dumb.shows("> ");
        dumb.press("Good evening." + ENTER).shows("> ");
        Outcome plain = dumb.press("/quit" + ENTER).finish(Seance.PATIENCE).exits(0);
        assertThat(plain.out()).doesNotContain("\033");
        assertThat(seance.type("Good evening.\n", "chat", "micro").exits(0).out())
                .doesNotContain("\033")
                .contains("> ");
    }

    @Test
    void aHomeThatCannotBeWrittenHasNoHistoryAndTalks() throws Exception {
        Path file = Files.writeString(seance.folder().resolve("no data"), "");
        Started chat = seance.with("SEANCE_DATA", file.toString()).startOnTerminal("chat", "micro");
        chat.shows(READY);
        chat.press("Good evening." + ENTER).shows(READY);
        chat.press(UP).shows("Good evening.");
        chat.press(CTRL_C).shows(READY);
        Outcome outcome = chat.press(CTRL_D).finish(Seance.PATIENCE).exits(0);
        assertThat(List.of("WARN", "SEVERE", "Exception")).noneMatch(outcome.out()::contains);
    }
}
