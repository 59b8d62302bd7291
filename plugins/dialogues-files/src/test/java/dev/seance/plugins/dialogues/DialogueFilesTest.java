// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.dialogues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import dev.seance.api.step.StepInputs;
import dev.seance.api.synthesis.SynthesisSession;
import dev.seance.api.synthesis.SyntheticGenerator;
import dev.seance.api.synthesis.SyntheticGeneratorContract;
import dev.seance.api.testing.TestContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.ExtensionPoint;

class DialogueFilesTest extends SyntheticGeneratorContract {

    private static final String MESSAGES = """
            {"messages": [{"role": "system", "content": "You keep a lighthouse."}, {"role": "user", "content": "Is it lit?"},\
             {"role": "assistant", "content": "Since six, sir."}]}
            """.replace("\\\n", "");
    private static final String SHAREGPT = """
            {"id": "x", "conversations": [{"from": "human", "value": "Who goes there?"}, {"from": "gpt", "value": "A friend."},\
             {"from": "human", "value": "Pass."}, {"from": "gpt", "value": "Thank you."}]}
            """.replace("\\\n", "");
    private static final String ALPACA = """
            {"instruction": "Say this politely.", "input": "Go away.", "output": "Pray do not let me keep you."}
            """;

    @TempDir
    Path folder;

    private Path talks;

    @BeforeEach
    void write() throws IOException {
        talks = Files.createDirectories(folder.resolve("caf\u00e9 talks"));
        Files.writeString(talks.resolve("a.jsonl"), "\uFEFF" + MESSAGES + "\n" + SHAREGPT);
        Files.writeString(talks.resolve("b.json"), "[" + ALPACA + "]");
    }

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return DialogueFiles.class;
    }

    @Override
    protected SyntheticGenerator generator() {
        return generator(RowFormat.AUTO, Optional.empty(), OnBad.FAIL);
    }

    private SyntheticGenerator generator(RowFormat format, Optional<String> system, OnBad onBad) {
        return new DialogueFiles(new DialogueFilesOptions(talks, format, system, onBad));
    }

    @Override
    protected StepInputs inputs() {
        return StepInputs.NONE;
    }

    private List<Dialogue> read(SyntheticGenerator generator, TestContext context) throws IOException {
        SynthesisSession session = generator.open(StepInputs.NONE, context);
        List<Dialogue> all = new ArrayList<>();
        for (String item : session.items()) {
            all.addAll(session.generate(item).dialogues());
        }
        return all;
    }

    private TestContext context() {
        return new TestContext(folder, 1);
    }

    @Test
    void readsTheThreeFormsByTheirFields() throws IOException {
        List<Dialogue> all = read(generator(), context());
        assertThat(all).extracting(Dialogue::id).containsExactly("a.jsonl line 1", "a.jsonl line 3", "b.json row 1");
        assertThat(all.get(0).system()).isEqualTo("You keep a lighthouse.");
        assertThat(all.get(0).turns())
                .containsExactly(new Turn(Role.USER, "Is it lit?"), new Turn(Role.ASSISTANT, "Since six, sir."));
        assertThat(all.get(1).turns())
                .extracting(Turn::text)
                .containsExactly("Who goes there?", "A friend.", "Pass.", "Thank you.");
        assertThat(all.get(1).system()).isEmpty();
        assertThat(all.get(2).turns().get(0).text()).isEqualTo("Say this politely.\n\nGo away.");
        assertThat(all.get(2).origin().kind()).isEqualTo("own");
    }

    @Test
    void givesASystemPromptToConversationsWithoutOne() throws IOException {
        List<Dialogue> all = read(generator(RowFormat.AUTO, Optional.of("Be brief."), OnBad.FAIL), context());
        assertThat(all)
                .extracting(Dialogue::system)
                .containsExactly("You keep a lighthouse.", "Be brief.", "Be brief.");
    }

    @Test
    void readsCompressedFiles() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(SHAREGPT.getBytes(StandardCharsets.UTF_8));
        }
        Files.write(talks.resolve("c.jsonl.gz"), bytes.toByteArray());
        assertThat(read(generator(), context())).hasSize(4);
    }

    @Test
    void namesEveryBadRowWithItsPlace() throws IOException {
        Files.writeString(talks.resolve("c.jsonl"), """
                {"messages": [{"role": "user", "content": "Hm?"}]}
                {"messages": [{"role": "assistant", "content": "Well."}]}
                {"messages": [{"role": "user", "content": "A"}, {"role": "user", "content": "B"}]}
                {"messages": [{"role": "user", "content": ["A"]}, {"role": "assistant", "content": "B"}]}
                {"messages": [{"role": "tool", "content": "A"}, {"role": "assistant", "content": "B"}]}
                {"messages": [{"role": "user", "content": "A"}, {"role": "assistant", "content": " "}]}
                {"text": "no conversation"}
                {"messages": [
                [1, 2]
                """);
        String file = talks.resolve("c.jsonl").toString();
        assertThatThrownBy(() -> read(generator(), context()))
                .isInstanceOf(UserError.class)
                .hasMessage(String.join(
                                "\n  ",
                                "[test-step] 9 of 12 rows are no conversations:",
                                file + ", line 1: ends with the user; the last turn must be the assistant's",
                                file + ", line 2: begins with the assistant; a conversation begins with the user",
                                file + ", line 3: has two turns of the user in a row, the second as turn 2",
                                file + ", line 4: 'content' of turn 1 of 'messages' is a list, expected text",
                                file + ", line 5: has a turn by 'tool'; user and assistant can speak",
                                file + ", line 6: turn 2, by assistant, says nothing",
                                file
                                        + ", line 7: has none of 'messages', 'conversations' and 'instruction' (it has: text)",
                                file + ", line 8: is no JSON: Unexpected end-of-input: expected close marker for Array",
                                file + ", line 9: is no object, {...}, but a list")
                        + "\nmend them, or set on-bad: skip to leave such rows out");

        TestContext context = context();
        assertThat(read(generator(RowFormat.AUTO, Optional.empty(), OnBad.SKIP), context))
                .hasSize(3);
        assertThat(context.notes()).anyMatch(note -> note.startsWith("9 of 12 rows were left out:"));
    }

    @Test
    void saysWhenThereIsNothingToRead() throws IOException {
        for (String name : List.of("a.jsonl", "b.json")) {
            Files.delete(talks.resolve(name));
        }
        Files.writeString(talks.resolve("notes.txt"), "nothing");
        assertThatThrownBy(() -> read(generator(), context()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("no .jsonl or .json file in")
                .hasMessageContaining("notes.txt");
        talks = folder.resolve("not there");
        assertThatThrownBy(() -> read(generator(), context()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("does not exist; give a .jsonl or .json file, or a folder of them");
    }

    @Test
    void bytesThatAreNoUtf8AreNamed() throws IOException {
        Files.write(talks.resolve("d.jsonl"), "{\"messages\": \"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> read(generator(), context()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("d.jsonl: is not UTF-8");
    }

    /** Each of these once lost a part of what the row says without a word. */
    @Test
    void leavesNoPartOfARowOutInSilence() throws IOException {
        Files.writeString(talks.resolve("c.jsonl"), """
                {"instruction": "A", "output": "B"} {"instruction": "C", "output": "D"}
                {"instruction": "A", "output": "B"} and more
                {"instruction": "A", "output": "B", "output": "C"}
                {"instruction": "A", "input": ["B"], "output": "C"}
                {"instruction": "A", "system": {"text": "B"}, "output": "C"}
                {"instruction": "A", "output": "B", "history": [["C"]]}
                {"instruction": "A", "output": "B", "history": "C"}
                {"system": "A", "messages": [{"role": "system", "content": "B"}]}
                {"instruction": "\\ud83d", "output": "B"}
                """);
        String file = talks.resolve("c.jsonl").toString();
        assertThatThrownBy(() -> read(generator(), context()))
                .isInstanceOf(UserError.class)
                .hasMessage(String.join(
                                "\n  ",
                                "[test-step] 9 of 12 rows are no conversations:",
                                file + ", line 1: goes on behind the row; put each row on a line of its own",
                                file + ", line 2: goes on behind the row; put each row on a line of its own",
                                file + ", line 3: is no JSON: Duplicate field 'output'",
                                file + ", line 4: 'input' of the row is a list, expected text",
                                file + ", line 5: 'system' of the row is an object, expected text",
                                file + ", line 6: exchange 1 of 'history' is no list of a question and a reply",
                                file + ", line 7: 'history' of the row is a text, expected a list",
                                file + ", line 8: has two system prompts, 'system' and a turn; leave one",
                                file + ", line 9: 'instruction' of the row has half a character, \\ud83d")
                        + "\nmend them, or set on-bad: skip to leave such rows out");
    }

    @Test
    void readsWhatStandsBesideTheTurns() throws IOException {
        Files.writeString(talks.resolve("c.jsonl"), """
                {"system": "A", "conversations": [{"from": "human", "value": "B"}, {"from": "gpt", "value": "C"}]}
                {"instruction": "D", "output": "E", "history": [["F", "G"]]}
                {"instruction": "H", "input": null, "system": null, "output": "I", "history": []}
                """);
        List<Dialogue> added = read(generator(), context()).subList(3, 6);
        assertThat(added).extracting(Dialogue::system).containsExactly("A", "", "");
        assertThat(added.get(1).turns()).extracting(Turn::text).containsExactly("F", "G", "D", "E");
        assertThat(added.get(2).turns()).extracting(Turn::text).containsExactly("H", "I");
    }

    @Test
    void aBlankSystemPromptIsNone() throws IOException {
        Files.writeString(talks.resolve("c.jsonl"), MESSAGES.replace("You keep a lighthouse.", " "));
        assertThat(read(generator(RowFormat.AUTO, Optional.of("Be brief."), OnBad.FAIL), context()))
                .last()
                .extracting(Dialogue::system)
                .isEqualTo("Be brief.");
    }

    @Test
    void aFormatThatIsAskedForIsTheOnlyOneRead() {
        assertThatThrownBy(() -> read(generator(RowFormat.SHAREGPT, Optional.empty(), OnBad.FAIL), context()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("2 of 3 rows are no conversations")
                .hasMessageContaining("line 1: has no list 'conversations'");
    }

    @Test
    void aJsonFileEndsWithItsList() throws IOException {
        Path file = Files.writeString(talks.resolve("c.json"), "[" + ALPACA + "]\n[" + ALPACA + "]");
        assertThatThrownBy(() -> read(generator(), context()))
                .isInstanceOf(UserError.class)
                .hasMessage(file + ": goes on behind the list, line 3; make it one list, or name it .jsonl and put each"
                        + " row on a line of its own");
        Files.writeString(file, "[" + ALPACA + ", {");
        assertThatThrownBy(() -> read(generator(), context()))
                .isInstanceOf(UserError.class)
                .hasMessage(file + ": is no list of JSON objects: after row 1, line 2: Unexpected end-of-input:"
                        + " expected close marker for Object");
    }

    @Test
    void theEndOfANameSaysHowAFileIsRead() throws IOException {
        Files.writeString(talks.resolve("c.jsonl.json"), "[" + ALPACA + "]");
        assertThat(read(generator(), context())).hasSize(4);
        talks = Files.writeString(folder.resolve("talks.txt"), SHAREGPT);
        assertThatThrownBy(() -> read(generator(), context()))
                .isInstanceOf(UserError.class)
                .hasMessage("[test-step] '" + talks + "' is no .jsonl or .json file; name it as what it is");
    }

    @Test
    void namesTenBadRowsAndCountsTheRest() throws IOException {
        Files.writeString(talks.resolve("c.jsonl"), "{}\n".repeat(25));
        assertThatThrownBy(() -> read(generator(), context()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("25 of 28 rows")
                .hasMessageContaining("line 10: has none of")
                .hasMessageContaining("\n  and 15 more")
                .hasMessageNotContaining("line 11");
    }

    @Test
    void stopsWhenItIsAskedTo() {
        assertThatThrownBy(() -> read(generator(), context().stoppingWhen(() -> true)))
                .isInstanceOf(StopException.class);
    }
}
