// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.UserError;
import dev.seance.core.report.SampleRuns;
import dev.seance.core.store.Artifact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
