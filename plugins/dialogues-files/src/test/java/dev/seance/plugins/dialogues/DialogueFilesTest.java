// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.dialogues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
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
                                file
                                        + ", line 8: is no JSON: Unexpected end-of-input: expected close marker for Array (start"
                                        + " marker at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled);"
                                        + " line: 1, column: 14])",
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
}
