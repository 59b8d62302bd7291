// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactStoreTest {

    private static final String NOON = "1837-06-20T12:00:00Z";

    @TempDir
    Path root;

    private ArtifactStore store;

    @BeforeEach
    void open() {
        store = new ArtifactStore(root);
    }

    private Path folder(String fingerprint) {
        return root.resolve("corpus").resolve(fingerprint);
    }

    private List<Artifact> found(String fingerprint) {
        return store.find(ArtifactKind.CORPUS, fingerprint).stream().toList();
    }

    @Nested
    class Committing {

        @Test
        void putsTheFilesAndTheManifestInPlaceAndTheUnfinishedWorkAway() throws IOException {
            Artifact artifact;
            try (ArtifactStore.Draft draft = store.begin(ArtifactKind.CORPUS, "f1", Manifests.OWNER)) {
                Files.createDirectories(draft.output().resolve("deep/er"));
                Files.writeString(draft.output().resolve("deep/er/a.txt"), "long live");
                Files.writeString(draft.output().resolve("b.txt"), "");
                Files.writeString(draft.workspace().resolve("checkpoint"), "half");
                artifact = draft.commit(files -> Manifests.of(ArtifactKind.CORPUS, "f1", Map.of(), NOON, files));
            }

            assertThat(found("f1")).containsExactly(artifact);
            assertThat(artifact.folder()).isEqualTo(folder("f1"));
            assertThat(artifact.file("deep/er/a.txt")).hasContent("long live");
            assertThat(artifact.manifest().files())
                    .containsExactly(
                            new Manifest.FileEntry("b.txt", 0, Digests.of("")),
                            new Manifest.FileEntry("deep/er/a.txt", 9, Digests.of("long live")));
            assertThat(root.resolve("work/f1")).doesNotExist();
        }

        @Test
        void leavesNoArtifactWhenTheStepFailed() throws IOException {
            try (ArtifactStore.Draft draft = store.begin(ArtifactKind.CORPUS, "f1", Manifests.OWNER)) {
                Files.writeString(draft.output().resolve("a.txt"), "half");
            }

            assertThat(found("f1")).isEmpty();
            assertThat(store.list(ArtifactKind.CORPUS)).isEmpty();
        }

        @Test
        void leavesNoArtifactWhenTheManifestCannotBeMade() throws IOException {
            try (ArtifactStore.Draft draft = store.begin(ArtifactKind.CORPUS, "f1", Manifests.OWNER)) {
                Files.writeString(draft.output().resolve("a.txt"), "whole");
                assertThatThrownBy(() -> draft.commit(files -> {
                            throw new IllegalStateException("no figures");
                        }))
                        .hasMessage("no figures");
            }

            assertThat(found("f1")).isEmpty();
            assertThat(folder("f1")).doesNotExist();
        }

        @Test
        void leavesNoArtifactWhenItCannotGetItsName() throws IOException {
            Files.writeString(root.resolve("corpus"), "a file where the folder of corpora should be");
            try (ArtifactStore.Draft draft = store.begin(ArtifactKind.CORPUS, "f1", Manifests.OWNER)) {
                assertThatThrownBy(() ->
                                draft.commit(files -> Manifests.of(ArtifactKind.CORPUS, "f1", Map.of(), NOON, files)))
                        .isInstanceOf(IOException.class);
            }

            assertThat(found("f1")).isEmpty();
        }

        @Test
        void leavesNoArtifactWhenKilledBetweenTheManifestAndTheName() throws IOException {
            Path output = Files.createDirectories(root.resolve("work/f1/output"));
            Files.writeString(
                    output.resolve(Manifest.FILE),
                    Json.pretty(Manifests.of(ArtifactKind.CORPUS, "f1", Map.of(), NOON, List.of())));

            assertThat(found("f1")).isEmpty();
            try (ArtifactStore.Draft draft = store.begin(ArtifactKind.CORPUS, "f1", Manifests.OWNER)) {
                assertThat(draft.output()).isEmptyDirectory();
            }
        }

        @Test
        void refusesAFileThatHasTheManifestsName() throws IOException {
            try (ArtifactStore.Draft draft = store.begin(ArtifactKind.CORPUS, "f1", Manifests.OWNER)) {
                Files.writeString(draft.output().resolve("manifest.json"), "{}");
                assertThatThrownBy(() ->
                                draft.commit(files -> Manifests.of(ArtifactKind.CORPUS, "f1", Map.of(), NOON, files)))
                        .hasMessage("the step wrote a file manifest.json, a name of the store's");
            }

            assertThat(found("f1")).isEmpty();
        }

        @Test
        void replacesADamagedArtifact() throws IOException {
            Manifests.put(store, ArtifactKind.CORPUS, "f1", NOON);
            Files.writeString(folder("f1").resolve("text.txt"), "te");
            Files.writeString(folder("f1").resolve("stray"), "");

            Artifact again = Manifests.put(store, ArtifactKind.CORPUS, "f1", NOON);

            assertThat(found("f1")).containsExactly(again);
            assertThat(folder("f1").resolve("stray")).doesNotExist();
        }

        @Test
        void keepsTheWorkspaceOfAFailedTryAndNotItsOutput() throws IOException {
            try (ArtifactStore.Draft draft = store.begin(ArtifactKind.CORPUS, "f1", Manifests.OWNER)) {
                Files.writeString(draft.output().resolve("a.txt"), "half");
                Files.writeString(draft.workspace().resolve("checkpoint"), "step 7");
            }
            try (ArtifactStore.Draft draft = store.begin(ArtifactKind.CORPUS, "f1", Manifests.OWNER)) {
                assertThat(draft.output()).isEmptyDirectory();
                assertThat(draft.workspace().resolve("checkpoint")).hasContent("step 7");
            }
        }
    }

    @Nested
    class Finding {

        @Test
        void ignoresAFolderWithoutManifest() throws IOException {
            Manifests.put(store, ArtifactKind.CORPUS, "f1", NOON);
            Files.delete(folder("f1").resolve(Manifest.FILE));

            assertThat(found("f1")).isEmpty();
            assertThat(store.list(ArtifactKind.CORPUS)).isEmpty();
        }

        @Test
        void ignoresAFileOfAnotherSize() throws IOException {
            Manifests.put(store, ArtifactKind.CORPUS, "f1", NOON);
            Files.writeString(folder("f1").resolve("text.txt"), "torn");

            assertThat(found("f1")).isEmpty();
        }

        @Test
        void ignoresAnArtifactThatLostAFile() throws IOException {
            Manifests.put(store, ArtifactKind.CORPUS, "f1", NOON);
            Files.delete(folder("f1").resolve("text.txt"));

            assertThat(found("f1")).isEmpty();
        }

        @Test
        void ignoresWhatAnotherVersionOfTheFormatWrote() throws IOException {
            Manifests.put(store, ArtifactKind.CORPUS, "f1", NOON);
            replaceInManifest("\"version\" : 2", "\"version\" : 3");
            assertThat(found("f1")).isEmpty();

            replaceInManifest("\"version\" : 3", "\"version\" : 2");
            assertThat(found("f1")).hasSize(1);

            replaceInManifest("seance-artifact", "something else");
            assertThat(found("f1")).isEmpty();
        }

        @Test
        void ignoresAManifestThatIsNone() throws IOException {
            for (String torn : List.of("", "{", "{}", "[]", "null", "{\"kind\":\"corpus\",\"fingerprint\":\"f1\"}")) {
                Manifests.put(store, ArtifactKind.CORPUS, "f1", NOON);
                Files.writeString(folder("f1").resolve(Manifest.FILE), torn);

                assertThat(found("f1")).as(torn).isEmpty();
                assertThat(store.list(ArtifactKind.CORPUS)).as(torn).isEmpty();
            }
        }

        @Test
        void readsAManifestThatALaterVersionAddedFieldsTo() throws IOException {
            Manifests.put(store, ArtifactKind.CORPUS, "f1", NOON);
            replaceInManifest("\"version\" : 2", "\"version\" : 2, \"colour\" : \"mauve\"");

            assertThat(found("f1")).hasSize(1);
        }

        @Test
        void keepsFiguresThatAreNoNumbers() throws IOException {
            Map<String, Double> odd = Map.of("a", Double.NaN, "b", Double.POSITIVE_INFINITY, "c", 1e-300);
            try (ArtifactStore.Draft draft = store.begin(ArtifactKind.MODEL, "f1", Manifests.OWNER)) {
                draft.commit(files -> Manifests.of(ArtifactKind.MODEL, "f1", odd, NOON, files));
            }

            assertThat(store.find(ArtifactKind.MODEL, "f1")
                            .orElseThrow()
                            .manifest()
                            .metrics())
                    .isEqualTo(odd);
        }

        @Test
        void looksInTheKindThatWasAskedForOnly() throws IOException {
            Manifests.put(store, ArtifactKind.MODEL, "f1", NOON);

            assertThat(found("f1")).isEmpty();
        }

        private void replaceInManifest(String from, String to) throws IOException {
            Path file = folder("f1").resolve(Manifest.FILE);
            String text = Files.readString(file);
            assertThat(text).contains(from);
            Files.writeString(file, text.replace(from, to));
        }
    }

    @Nested
    class Listing {

        @Test
        void startsWithTheNewest() throws IOException {
            Manifests.put(store, ArtifactKind.CORPUS, "f1", "1837-06-20T12:00:00Z");
            Manifests.put(store, ArtifactKind.CORPUS, "f2", "1901-01-22T18:30:00Z");
            Manifests.put(store, ArtifactKind.CORPUS, "f3", "1851-05-01T12:00:00Z");
            Manifests.put(store, ArtifactKind.MODEL, "f4", "1851-05-01T12:00:00Z");

            assertThat(store.list(ArtifactKind.CORPUS))
                    .extracting(Artifact::fingerprint)
                    .containsExactly("f2", "f3", "f1");
        }

        @Test
        void ofAStoreThatIsNotThereIsEmpty() {
            assertThat(new ArtifactStore(root.resolve("nowhere")).list(ArtifactKind.CORPUS))
                    .isEmpty();
        }
    }

    @Nested
    class Locking {

        @Test
        void refusesASecondMakerInTheSameProcess() throws IOException {
            try (ArtifactStore.Draft first = store.begin(ArtifactKind.CORPUS, "f1", Manifests.OWNER)) {
                Files.writeString(first.output().resolve("a.txt"), "mine");

                assertThatThrownBy(() -> store.begin(ArtifactKind.CORPUS, "f1", Manifests.OWNER))
                        .isInstanceOf(UserError.class)
                        .hasMessage(Manifests.OWNER.describe()
                                + " is making this artifact; wait for it, or stop it, and run again");
                assertThat(first.output().resolve("a.txt")).hasContent("mine");
            }
        }

        @Test
        void letsDifferentArtifactsBeMadeAtOnce() throws IOException {
            try (ArtifactStore.Draft first = store.begin(ArtifactKind.CORPUS, "f1", Manifests.OWNER);
                    ArtifactStore.Draft second = store.begin(ArtifactKind.CORPUS, "f2", Manifests.OWNER)) {
                assertThat(first.output()).isNotEqualTo(second.output());
            }
        }

        @Test
        void holdsAgainstAnotherProcessAlsoAfterASecondMakerOfThisOneWasRefused() throws Exception {
            try (ArtifactStore.Draft first = store.begin(ArtifactKind.CORPUS, "f1", Manifests.OWNER)) {
                assertThat(first.output()).exists();
                assertThatThrownBy(() -> store.begin(ArtifactKind.CORPUS, "f1", Manifests.OWNER))
                        .isInstanceOf(UserError.class);

                assertThat(OtherProcess.triesToMake(root, "f1")).isEqualTo("refused");
            }
            assertThat(OtherProcess.triesToMake(root, "f1")).isEqualTo("begun");
            assertThat(locks()).as("nobody has one").isEmpty();
        }

        @Test
        void aSecondProcessWaitsForTheFirstAndFindsWhatItMade() throws Exception {
            Process first = OtherProcess.makes(root, "f1", true);
            BufferedReader said = first.inputReader(StandardCharsets.UTF_8);
            assertThat(said.readLine()).isEqualTo("making");
            Process second = OtherProcess.makes(root, "f1", false);

            BufferedReader waiting = second.inputReader(StandardCharsets.UTF_8);
            assertThat(waiting.readLine()).isEqualTo("waiting for other/1 " + first.pid());
            first.getOutputStream().close();
            assertThat(waiting.lines().toList()).last().isEqualTo("found");
            assertThat(said.readLine()).isEqualTo("made");
            assertThat(locks()).isEmpty();
        }

        @Test
        void aKilledMakerBlocksNobodyAndWhoWaitedMakesItInstead() throws Exception {
            Process first = OtherProcess.makes(root, "f1", true);
            assertThat(first.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("making");
            Process second = OtherProcess.makes(root, "f1", false);
            BufferedReader said = second.inputReader(StandardCharsets.UTF_8);
            assertThat(said.readLine()).isEqualTo("waiting for other/1 " + first.pid());

            first.destroyForcibly().waitFor();

            assertThat(said.readLine()).isEqualTo("making");
            assertThat(said.readLine()).isEqualTo("made");
            assertThat(found("f1")).hasSize(1);
        }

        @Test
        void whoWaitsCanGiveUp() throws IOException {
            try (ArtifactStore.Draft first = store.begin(ArtifactKind.CORPUS, "f1", Manifests.OWNER)) {
                assertThatThrownBy(() -> store.begin(ArtifactKind.CORPUS, "f1", Manifests.OWNER, owner -> {
                            throw new StopException(
                                    "seen " + owner.orElseThrow().run());
                        }))
                        .isInstanceOf(StopException.class)
                        .hasMessage("seen test/1");
                assertThat(first.output()).exists();
            }
        }

        @Test
        void isGivenBackWhenTheDraftCannotBePrepared() throws IOException {
            Files.createDirectories(root.resolve("work/f1"));
            Files.writeString(root.resolve("work/f1/workspace"), "a file where a folder should be");
            assertThatThrownBy(() -> store.begin(ArtifactKind.CORPUS, "f1", Manifests.OWNER))
                    .isInstanceOf(IOException.class);

            Files.delete(root.resolve("work/f1/workspace"));
            try (ArtifactStore.Draft draft = store.begin(ArtifactKind.CORPUS, "f1", Manifests.OWNER)) {
                assertThat(draft.workspace()).exists();
            }
        }

        private List<String> locks() throws IOException {
            try (Stream<Path> files = Files.list(root.resolve("work"))) {
                return files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".lock"))
                        .toList();
            }
        }
    }
}
