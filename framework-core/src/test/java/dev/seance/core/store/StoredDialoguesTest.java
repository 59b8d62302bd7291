// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.dialogue.Origin;
import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.UserError;
import dev.seance.api.testing.RandomText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredDialoguesTest {

    @TempDir
    Path folder;

    private static Dialogue dialogue(String id, String... texts) {
        List<Turn> turns = new ArrayList<>();
        for (String text : texts) {
            turns.add(new Turn(turns.size() % 2 == 0 ? Role.USER : Role.ASSISTANT, text));
        }
        return new Dialogue(id, turns, new Origin("fiction", "pickwick", "characters 10-40", ""));
    }

    private StoredDialogues stored(List<Dialogue> dialogues) throws IOException {
        ArtifactStore store = new ArtifactStore(folder);
        try (ArtifactStore.Draft draft = store.begin(ArtifactKind.DIALOGUES, "f1", Manifests.OWNER)) {
            DialogueWriter writer = new DialogueWriter(draft.output().resolve(StoredDialogues.FILE));
            try (writer) {
                for (Dialogue dialogue : dialogues) {
                    writer.write(dialogue);
                }
            }
            Map<String, Double> metrics =
                    Map.of("dialogues", (double) writer.count(), "bytes", (double) writer.bytes());
            Artifact artifact = draft.commit(
                    files -> Manifests.of(ArtifactKind.DIALOGUES, "f1", metrics, "1837-06-20T12:00:00Z", files));
            return new StoredDialogues("pairs", artifact);
        }
    }

    private static List<Dialogue> read(StoredDialogues stored) {
        try (Stream<Dialogue> dialogues = stored.read()) {
            return dialogues.toList();
        }
    }

    @Test
    void isTheFieldsChatFormWithIdAndOriginBesideIt() {
        assertThat(DialogueJson.write(dialogue("d1", "Who are you?", "Sam \"Weller\", sir.")))
                .isEqualTo("{\"messages\":[{\"role\":\"user\",\"content\":\"Who are you?\"},"
                        + "{\"role\":\"assistant\",\"content\":\"Sam \\\"Weller\\\", sir.\"}],\"id\":\"d1\","
                        + "\"origin\":{\"kind\":\"fiction\",\"document\":\"pickwick\","
                        + "\"place\":\"characters 10-40\",\"detail\":\"\"}}");
    }

    @Test
    void keepsAnyDialogueAndCountsIt() throws IOException {
        long seed = System.nanoTime();
        RandomText random = new RandomText(seed);
        List<Dialogue> dialogues = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            dialogues.add(dialogue("d" + i, "Q" + random.next(50), "A" + random.next(50), "R" + random.next(5)));
        }
        long bytes = dialogues.stream()
                .flatMap(dialogue -> dialogue.turns().stream())
                .mapToLong(turn -> turn.text().getBytes(StandardCharsets.UTF_8).length)
                .sum();

        StoredDialogues stored = stored(dialogues);

        assertThat(read(stored)).as("seed %d", seed).isEqualTo(dialogues);
        assertThat(stored.count()).isEqualTo(200);
        assertThat(stored.bytes()).as("seed %d", seed).isEqualTo(bytes);
    }

    @Test
    void replacesHalvesOfSurrogatePairsInsteadOfFailing() throws IOException {
        StoredDialogues stored = stored(List.of(dialogue("d1", "\uD83D?", "\uDC69!")));

        assertThat(read(stored)).containsExactly(dialogue("d1", "\uFFFD?", "\uFFFD!"));
        assertThat(stored.bytes()).isEqualTo(8);
    }

    @Test
    void saysWhichFileIsDamaged() throws IOException {
        StoredDialogues stored = stored(List.of(dialogue("d1", "Who?", "I.")));
        Path file = folder.resolve("dialogues/f1").resolve(StoredDialogues.FILE);
        String line = Files.readString(file);

        for (String torn : List.of(
                line.substring(0, line.length() / 2),
                "\n",
                "{}\n",
                line.replace("\"user\"", "\"narrator\""),
                line.replace("I.", " "))) {
            Files.writeString(file, torn);
            assertThatThrownBy(() -> read(stored))
                    .as(torn)
                    .isInstanceOf(UserError.class)
                    .hasMessageStartingWith(file + ": damaged (");
        }
    }

    @Test
    void saysThatBytesThatAreNoTextAreDamage() throws IOException {
        StoredDialogues stored = stored(List.of(dialogue("d1", "Who?", "I.")));
        Path file = folder.resolve("dialogues/f1").resolve(StoredDialogues.FILE);
        Files.write(file, new byte[] {'{', (byte) 0xC3, '\n'});

        assertThatThrownBy(() -> read(stored)).isInstanceOf(UserError.class).hasMessageStartingWith(file + ": damaged");
    }
}
