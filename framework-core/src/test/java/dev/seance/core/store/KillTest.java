// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.run.ArtifactKind;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that is killed in the middle of anything leaves a sound store, and its work can be done again. */
class KillTest {

    private static final int ARTIFACTS = 6;
    private static final int KILLS = 5;

    @TempDir
    Path folder;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    @ParameterizedTest
    @ValueSource(strings = {"publish", "gc", "unpack"})
    void leavesASoundStore(String what) throws Exception {
        ArtifactStore store = new ArtifactStore(folder.resolve("store"));
        Manifests.put(store, ArtifactKind.VOCABULARY, "used", "2026-11-22T12:00:00Z");
        for (int i = 0; i < KILLS; i++) {
            Process process =
                    OtherProcess.start(KillTest.class, what, folder.toString(), Long.toString(random.nextLong()));
            BufferedReader said = process.inputReader();
            assertThat(said.readLine()).isEqualTo("started");
            Thread.sleep(random.nextInt(300));
            process.destroyForcibly().waitFor();

            StoreVerification found = StoreVerification.of(store, ArchiveTest.NONE);
            assertThat(found.damaged()).as("%s, seed %d", what, seed).isEmpty();
            assertThat(store.find(ArtifactKind.VOCABULARY, "used")).isPresent();
        }
        clean(store);
        assertThat(StoreVerification.of(store, ArchiveTest.NONE)).isEqualTo(new StoreVerification(1, 12, List.of()));
        assertThat(store.root().resolve("work")).as("nothing is left").isEmptyDirectory();
        assertThat(AtomicFiles.bytes(store.root().resolve("trash"))).isZero();
    }

    private static void clean(ArtifactStore store) throws IOException {
        new StoreCleanup(
                        store,
                        new StoreCleanup.Runs() {
                            @Override
                            public Set<String> used() {
                                return Set.of("used");
                            }

                            @Override
                            public List<Path> temporaryFiles() {
                                return List.of();
                            }
                        },
                        Instant.now().plusSeconds(1),
                        Duration.ZERO,
                        false)
                .run();
    }

    /** A process that does one thing over and over. */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[1]);
        Random random = new Random(Long.parseLong(args[2]));
        ArtifactStore store = new ArtifactStore(folder.resolve("store"));
        Path archive = folder.resolve("archive");
        if (args[0].equals("unpack") && !Files.exists(archive)) {
            ArtifactStore other = new ArtifactStore(folder.resolve("other"));
            List<Artifact> artifacts = new ArrayList<>();
            for (int i = 0; i < ARTIFACTS; i++) {
                artifacts.add(make(other, "p" + i, random));
            }
            try (OutputStream out = Files.newOutputStream(archive)) {
                new ArchiveWriter(ArchiveTest.NONE, () -> false).write("a/1", artifacts, out);
            }
        }
        byte[] packed = args[0].equals("unpack") ? Files.readAllBytes(archive) : new byte[0];
        Artifact template = null;
        List<Path> copies = new ArrayList<>();
        if (args[0].equals("gc")) {
            template = Templates.make(folder, 1, 60).get(0);
            while (copies.size() < 300) {
                copies.add(Templates.copy(template));
            }
        }
        System.out.println("started");
        for (int round = 0; ; round++) {
            switch (args[0]) {
                case "publish" -> make(store, "f" + random.nextInt(ARTIFACTS), random);
                case "gc" -> {
                    if (round == copies.size()) {
                        return; // the test kills sooner
                    }
                    Templates.place(template, copies.get(round), store);
                    clean(store);
                }
                default -> {
                    new ArchiveReader("a", store, owner -> {}, () -> false, ArchiveTest.NONE)
                            .unpack(new ByteArrayInputStream(packed));
                    clean(store);
                }
            }
        }
    }

    /** Makes an artifact of several files, in place of what is there. */
    private static Artifact make(ArtifactStore store, String fingerprint, Random random) throws IOException {
        try (ArtifactStore.Draft draft = store.begin(ArtifactKind.CORPUS, fingerprint, Manifests.OWNER)) {
            for (int i = 0; i < 4; i++) {
                byte[] bytes = new byte[random.nextInt(100_000)];
                random.nextBytes(bytes);
                Files.write(draft.output().resolve("file-" + i), bytes);
            }
            return draft.commit(
                    files -> Manifests.of(ArtifactKind.CORPUS, fingerprint, Map.of(), "2026-11-22T12:00:00Z", files));
        }
    }
}
