// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.UserError;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCleanupTest {

    private static final String NOON = "2026-11-22T12:00:00Z";
    private static final Duration FORTNIGHT = Duration.ofDays(14);

    @TempDir
    Path folder;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private ArtifactStore store;

    @BeforeEach
    void open() {
        store = new ArtifactStore(folder.resolve("store"));
    }

    private record Uses(Set<String> used, List<Path> temporaryFiles) implements StoreCleanup.Runs {}

    private List<StoreCleanup.Item> clean(Set<String> used, boolean dryRun) throws IOException {
        return new StoreCleanup(store, new Uses(used, List.of()), Instant.now(), FORTNIGHT, dryRun).run();
    }

    private Path work(String fingerprint, int days) throws IOException {
        Path file = store.root().resolve("work").resolve(fingerprint).resolve("workspace/checkpoint");
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[1 + random.nextInt(5000)]);
        FileTime time = FileTime.from(Instant.now().minus(Duration.ofDays(days)));
        try (Stream<Path> all = Files.walk(store.root().resolve("work").resolve(fingerprint))) {
            for (Path path : all.toList()) {
                Files.setLastModifiedTime(path, time);
            }
        }
        return file;
    }

    @Test
    void deletesExactlyWhatNoRunUsesAndSaysHowManyBytes() throws IOException {
        for (int round = 0; round < 10; round++) {
            store = new ArtifactStore(folder.resolve("store-" + round));
            Set<String> used = new HashSet<>();
            Set<Path> stay = new HashSet<>();
            Set<Path> go = new HashSet<>();
            for (int i = random.nextInt(12); i >= 0; i--) {
                String fingerprint = "f" + i;
                ArtifactKind kind = ArtifactKind.values()[random.nextInt(5)];
                Path artifact = Manifests.put(store, kind, fingerprint, NOON).folder();
                if (random.nextBoolean()) {
                    used.add(fingerprint);
                    stay.add(artifact);
                } else {
                    go.add(artifact);
                }
            }
            for (int i = random.nextInt(6); i > 0; i--) {
                boolean old = random.nextBoolean();
                Path work = work("w" + i, old ? 15 + random.nextInt(50) : random.nextInt(13));
                (old ? go : stay).add(work.getParent().getParent());
            }
            long before = AtomicFiles.bytes(store.root());
            List<StoreCleanup.Item> announced = clean(used, true);
            assertThat(stay).as("a dry run deletes nothing").allMatch(Files::exists);
            assertThat(go).allMatch(Files::exists);

            List<StoreCleanup.Item> deleted = clean(used, false);

            assertThat(deleted).as("seed %d", seed).isEqualTo(announced);
            assertThat(deleted).extracting(StoreCleanup.Item::path).containsExactlyInAnyOrderElementsOf(go);
            assertThat(stay).as("seed %d", seed).allMatch(Files::exists);
            assertThat(go).as("seed %d", seed).noneMatch(Files::exists);
            assertThat(deleted.stream().mapToLong(StoreCleanup.Item::bytes).sum())
                    .isEqualTo(before - AtomicFiles.bytes(store.root()));
            assertThat(StoreVerification.of(store, ArchiveTest.NONE).damaged()).isEmpty();
            assertThat(clean(used, false)).as("nothing is left to do").isEmpty();
        }
    }

    @Test
    void sparesWhatSomebodyIsMaking() throws IOException {
        try (ArtifactStore.Draft draft = store.begin(ArtifactKind.CORPUS, "f1", Manifests.OWNER)) {
            Path work = work("f1", 100);

            assertThat(clean(Set.of(), false)).isEmpty();
            assertThat(work).exists();
            Files.writeString(draft.output().resolve("a"), "made all the same");
            draft.commit(files -> Manifests.of(ArtifactKind.CORPUS, "f1", java.util.Map.of(), NOON, files));
        }
        assertThat(clean(Set.of("f1"), false)).isEmpty();
        assertThat(store.find(ArtifactKind.CORPUS, "f1")).isPresent();
    }

    @Test
    void sparesWhatAnotherProcessIsMaking() throws Exception {
        Process other = OtherProcess.makes(store.root(), "f1", true);
        assertThat(other.inputReader().readLine()).isEqualTo("making");
        work("f1", 100);

        assertThat(clean(Set.of(), false)).isEmpty();

        other.destroyForcibly().waitFor();
        assertThat(clean(Set.of(), false))
                .extracting(StoreCleanup.Item::reason)
                .containsExactly(StoreCleanup.Reason.OLD_WORK);
        try (Stream<Path> left = Files.list(store.root().resolve("work"))) {
            assertThat(left).as("the files of the dead lock go too").isEmpty();
        }
    }

    @Test
    void deletesWorkWhoseArtifactIsFinishedHoweverYoung() throws IOException {
        Manifests.put(store, ArtifactKind.CORPUS, "f1", NOON);
        work("f1", 0);
        assertThat(clean(Set.of("f1"), false))
                .extracting(StoreCleanup.Item::reason)
                .containsExactly(StoreCleanup.Reason.FINISHED_WORK);
        assertThat(store.root().resolve("work/f1")).doesNotExist();
        assertThat(store.find(ArtifactKind.CORPUS, "f1")).isPresent();
    }

    @Test
    void deletesWhatAKilledProcessLeft() throws IOException {
        Artifact torn = Manifests.put(store, ArtifactKind.CORPUS, "f1", NOON);
        Files.delete(torn.file(Manifest.FILE));
        Artifact half = Manifests.put(store, ArtifactKind.CORPUS, "f2", NOON);
        store.trash().take(half.folder());
        assertThat(clean(Set.of("f1", "f2"), false))
                .extracting(StoreCleanup.Item::reason)
                .containsExactlyInAnyOrder(StoreCleanup.Reason.INCOMPLETE, StoreCleanup.Reason.LEFTOVER);
        assertThat(store.root().resolve("trash")).isEmptyDirectory();
        assertThat(torn.folder()).doesNotExist();
    }

    @Test
    void sparesWhatWasUnpackedUntilItIsOld() throws IOException {
        Artifact artifact = Manifests.put(new ArtifactStore(folder.resolve("other")), ArtifactKind.CORPUS, "f1", NOON);
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        new ArchiveWriter(ArchiveTest.NONE, () -> false).write("a/1", List.of(artifact), archive);
        new ArchiveReader("a", store, owner -> {}, () -> false, ArchiveTest.NONE)
                .unpack(new ByteArrayInputStream(archive.toByteArray()));

        assertThat(clean(Set.of(), false)).isEmpty();

        Files.setLastModifiedTime(
                store.root().resolve("unpacked/f1.json"),
                FileTime.from(Instant.now().minus(Duration.ofDays(15))));
        assertThat(clean(Set.of(), false)).hasSize(1);
        assertThat(store.root().resolve("unpacked")).isEmptyDirectory();
    }

    @Test
    void deletesNothingWhenWhatRunsUseIsUnknown() throws IOException {
        Manifests.put(store, ArtifactKind.CORPUS, "f1", NOON);
        StoreCleanup.Runs unreadable = new StoreCleanup.Runs() {
            @Override
            public Set<String> used() {
                throw new UserError("plan.json: damaged");
            }

            @Override
            public List<Path> temporaryFiles() {
                return List.of();
            }
        };
        assertThatThrownBy(() -> new StoreCleanup(store, unreadable, Instant.now(), FORTNIGHT, false).run())
                .isInstanceOf(UserError.class);
        assertThat(store.find(ArtifactKind.CORPUS, "f1")).isPresent();
    }

    @Test
    void refusesAStoreThatOtherRunsFoldersMayShare() throws IOException {
        Manifests.put(store, ArtifactKind.CORPUS, "f1", NOON);
        Path link = Files.createSymbolicLink(folder.resolve("link"), store.root());
        store = new ArtifactStore(link);
        assertThatThrownBy(() -> clean(Set.of(), false))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("is a link");
        assertThat(store.find(ArtifactKind.CORPUS, "f1")).isPresent();
    }

    @Test
    void leavesStrangersFilesAlone() throws IOException {
        Files.createDirectories(store.root().resolve("corpus"));
        Path finder = Files.writeString(store.root().resolve("corpus/.DS_Store"), "");
        Path notes = Files.writeString(store.root().resolve("my notes.txt"), "mine");
        assertThat(clean(Set.of(), false)).isEmpty();
        assertThat(List.of(finder, notes)).allMatch(Files::exists);
        assertThat(StoreVerification.of(store, ArchiveTest.NONE).artifacts()).isZero();
    }
}
