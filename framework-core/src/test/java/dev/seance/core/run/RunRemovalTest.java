// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.UserError;
import dev.seance.core.report.SampleRuns;
import dev.seance.core.store.Artifact;
import dev.seance.core.store.StoreCleanup;
import dev.seance.core.store.Templates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRemovalTest {

    @TempDir
    Path folder;

    private Path runs;
    private SampleRuns sample;

    @BeforeEach
    void begin() throws IOException {
        runs = Files.createDirectory(folder.resolve("runs"));
        sample = new SampleRuns(runs);
        for (String fingerprint : new String[] {"c0", "c1", "c2"}) {
            sample.artifact(ArtifactKind.CORPUS, "books", fingerprint, Map.of(), "text", "once upon a time");
        }
    }

    private Path artifact(String fingerprint) {
        return runs.resolve("store/corpus").resolve(fingerprint);
    }

    @Test
    void leavesTheStoreAloneUnlessAsked() throws IOException {
        RunFolder run = sample.begin("victorian", "recipe: victorian\n", "c0");
        RunRemoval.of(run, false).carryOut();
        assertThat(run.folder()).doesNotExist();
        assertThat(artifact("c0")).exists();
    }

    @Test
    void takesOnlyArtifactsThatNoOtherRunNames() throws IOException {
        RunFolder run = sample.begin("victorian", "recipe: victorian\n", "c0", "c1");
        RunFolder unfinished = sample.begin("georgian", "recipe: georgian\n", "c1");
        RunRemoval removal = RunRemoval.of(run, true);
        assertThat(removal.artifacts()).extracting(Artifact::fingerprint).containsExactly("c0");
        removal.carryOut();
        assertThat(artifact("c0")).doesNotExist();
        assertThat(artifact("c1")).exists();
        assertThat(artifact("c2"))
                .as("no run names it, so it is not this run's either")
                .exists();
        assertThat(unfinished.folder()).exists();
    }

    @Test
    void deletesExactlyTheArtifactsThatNoOtherRunUses() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 8; round++) {
            runs = folder.resolve("runs-" + round);
            sample = new SampleRuns(runs);
            List<Set<String>> uses = new ArrayList<>();
            List<RunFolder> all = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                sample.artifact(ArtifactKind.CORPUS, "books", "r" + i, Map.of(), "text", "once " + i);
            }
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                Set<String> used = new TreeSet<>();
                for (int j = random.nextInt(6); j > 0; j--) {
                    used.add("r" + random.nextInt(6));
                }
                uses.add(used);
                all.add(sample.begin("recipe" + random.nextInt(2), "x: 1\n", used.toArray(String[]::new)));
            }
            int gone = random.nextInt(all.size());
            Set<String> others = new TreeSet<>();
            for (int i = 0; i < all.size(); i++) {
                if (i != gone) {
                    others.addAll(uses.get(i));
                }
            }

            RunRemoval done = RunRemoval.of(all.get(gone), true).carryOut();

            for (int i = 0; i < 6; i++) {
                String fingerprint = "r" + i;
                boolean goes = uses.get(gone).contains(fingerprint) && !others.contains(fingerprint);
                assertThat(Files.exists(artifact(fingerprint)))
                        .as("%s, seed %d", fingerprint, seed)
                        .isEqualTo(!goes);
            }
            assertThat(done.spared().keySet())
                    .extracting(Artifact::fingerprint)
                    .allMatch(others::contains)
                    .hasSize((int)
                            uses.get(gone).stream().filter(others::contains).count());
            assertThat(all.get(gone).folder()).doesNotExist();
            assertThat(runs.resolve("store/trash")).isEmptyDirectory();
        }
    }

    @Test
    void sparesWhatALiveRunUsesAndNamesIt() throws IOException {
        RunFolder run = sample.begin("victorian", "recipe: victorian\n", "c0", "c1");
        try (StopSignal stop = new StopSignal()) {
            ActiveRun.start(runs, "georgian", stop, live -> {
                RunRemoval settled = RunRemoval.of(run, true);
                assertThat(settled.artifacts()).hasSize(2);
                // Between the question and the answer a run comes to the same step.
                RunReferences.claim(live, RunFolder.store(runs), "books", ArtifactKind.CORPUS, "c1");

                RunRemoval done = settled.carryOut();

                assertThat(done.artifacts()).extracting(Artifact::fingerprint).containsExactly("c0");
                assertThat(done.running()).containsExactly("georgian/1");
                return null;
            });
        }
        assertThat(artifact("c1")).exists();
        assertThat(run.folder()).doesNotExist();
    }

    @Test
    void leavesNoRunWithoutItsArtifactsWhenKilled() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < 5; i++) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xshare:auto",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            RunRemovalTest.class.getName(),
                            runs.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            assertThat(process.inputReader().readLine()).isEqualTo("started");
            Thread.sleep(random.nextInt(400));
            process.destroyForcibly().waitFor();

            for (RunFolder run : RunFolder.list(runs)) {
                Set<String> uses = RunReferences.fingerprints(run);
                assertThat(RunReferences.find(uses, RunFolder.store(runs)))
                        .as("%s, seed %d", run.label(), seed)
                        .hasSameSizeAs(uses);
            }
        }
        new StoreCleanup(RunFolder.store(runs), new StoreUse(runs), Instant.now(), Duration.ofDays(14), false).run();
        assertThat(artifact("c0")).as("no run uses it").doesNotExist();
    }

    /** A process that makes runs and deletes them. */
    public static void main(String[] args) throws IOException {
        Path runs = Path.of(args[0]);
        SampleRuns sample = new SampleRuns(runs);
        List<Artifact> templates = Templates.make(runs.resolveSibling("templates"), 12, 1);
        String[] fingerprints = templates.stream().map(Artifact::fingerprint).toArray(String[]::new);
        System.out.println("started");
        while (true) {
            for (Artifact template : templates) {
                Templates.place(template, RunFolder.store(runs));
            }
            RunRemoval.of(sample.begin("killed", "recipe: killed\n", fingerprints), true)
                    .carryOut();
        }
    }

    @Test
    void refusesAFolderThatIsNoRun() throws IOException {
        Path mine = Files.createDirectories(runs.resolve("letters/1"));
        Files.writeString(mine.resolve("dear-sir.txt"), "Dear Sir");
        RunFolder found = RunFolder.find(runs, "letters/1");
        assertThatThrownBy(() -> RunRemoval.of(found, true))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("is no run");
        assertThat(mine.resolve("dear-sir.txt")).exists();
    }

    @Test
    void removesAnEmptyRun() throws IOException {
        RunFolder run = RunFolder.create(runs, "victorian");
        RunRemoval.of(run, true).carryOut();
        assertThat(run.folder()).doesNotExist();
    }

    @Test
    void followsNoLinks() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("kept.txt"), "kept");
        RunFolder run = sample.begin("victorian", "recipe: victorian\n");
        Files.createSymbolicLink(run.file("books"), outside);
        RunRemoval.of(run, true).carryOut();
        assertThat(run.folder()).doesNotExist();
        assertThat(outside.resolve("kept.txt")).exists();
    }

    @Test
    void isNotLedOutOfTheStoreByAForgedPlan() throws IOException {
        Path outside = artifact("c2");
        RunFolder run = sample.begin("victorian", "recipe: victorian\n", "../corpus/c2", "..", "");
        RunRemoval removal = RunRemoval.of(run, true);
        assertThat(removal.artifacts()).isEmpty();
        removal.carryOut();
        assertThat(outside).exists();
        assertThat(runs).exists();
    }

    @Test
    void touchesNoArtifactWhileAnotherRunCannotBeRead() throws IOException {
        RunFolder run = sample.begin("victorian", "recipe: victorian\n", "c0");
        RunFolder damaged = sample.begin("georgian", "recipe: georgian\n");
        Files.writeString(damaged.file(RunFolder.PLAN), "{");
        assertThatThrownBy(() -> RunRemoval.of(run, true))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("plan.json: damaged");
        assertThat(run.folder()).exists();
    }
}
