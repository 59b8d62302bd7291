// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.run.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

    @TempDir
    Path temporary;

    private Path runs() {
        return temporary.resolve("runs");
    }

    private RunFolder made(String recipe, int number) {
        return new RunFolder(runs().resolve(recipe).resolve(Integer.toString(number)), recipe, number);
    }

    @Test
    void countsTheRunsOfARecipeFromOne() throws IOException {
        assertThat(RunFolder.create(runs(), "victorian")).isEqualTo(made("victorian", 1));
        assertThat(RunFolder.create(runs(), "victorian")).isEqualTo(made("victorian", 2));
        assertThat(RunFolder.create(runs(), "regency")).isEqualTo(made("regency", 1));
        assertThat(made("victorian", 2).folder()).isEmptyDirectory();
    }

    @Test
    void neverReusesANumberBelowOneThatIsThere() throws IOException {
        Files.createDirectories(runs().resolve("victorian/9"));
        Files.createDirectories(runs().resolve("victorian/10"));
        Files.createDirectories(runs().resolve("victorian/notes"));
        Files.writeString(runs().resolve("victorian/99"), "a file");

        assertThat(RunFolder.create(runs(), "victorian").number()).isEqualTo(11);
    }

    @Test
    void listsRunsByRecipeThenNumberAndNotTheStore() throws IOException {
        for (int i = 0; i < 11; i++) {
            RunFolder.create(runs(), "victorian");
        }
        RunFolder.create(runs(), "regency");
        Files.createDirectories(runs().resolve("store/1"));

        assertThat(RunFolder.list(runs())).hasSize(12).startsWith(made("regency", 1), made("victorian", 1));
        assertThat(RunFolder.list(runs(), "victorian")).endsWith(made("victorian", 10), made("victorian", 11));
        assertThat(RunFolder.list(temporary.resolve("nowhere"))).isEmpty();
    }

    @Test
    void findsARunByNameByNumberAndByPath() throws IOException {
        for (int i = 0; i < 3; i++) {
            RunFolder.create(runs(), "victorian");
        }

        assertThat(RunFolder.find(runs(), "victorian").number()).isEqualTo(3);
        assertThat(RunFolder.find(runs(), "victorian/2").number()).isEqualTo(2);
        assertThat(RunFolder.find(runs(), runs().resolve("victorian/1").toString()))
                .isEqualTo(made("victorian", 1));
    }

    @Test
    void findsARunOfAnotherRunsFolderByItsPath() throws IOException {
        Path elsewhere = Files.createDirectories(temporary.resolve("others/regency/4"));
        assertThatThrownBy(() -> RunFolder.find(runs(), elsewhere.toString())).isInstanceOf(UserError.class);

        Files.writeString(elsewhere.resolve(RunFolder.RECIPE), "recipe: regency\n");
        RunFolder found = RunFolder.find(runs(), elsewhere.toString());

        assertThat(found).isEqualTo(new RunFolder(elsewhere, "regency", 4));
        assertThat(found.runs()).isEqualTo(temporary.resolve("others"));
    }

    @Test
    void saysWhichRecipesHaveRuns() throws IOException {
        assertThatThrownBy(() -> RunFolder.find(runs(), "victorian"))
                .isInstanceOf(UserError.class)
                .hasMessage("no run 'victorian' in " + runs()
                        + "; there are no runs yet: make one with 'seance run victorian'");

        RunFolder.create(runs(), "victorian");
        assertThatThrownBy(() -> RunFolder.find(runs(), "victorain"))
                .hasMessageStartingWith("no run 'victorain' in " + runs())
                .hasMessageContaining("did you mean 'victorian'?");
    }

    @Test
    void refusesARecipeWhoseRunsWouldLieAmongTheArtifacts() {
        assertThatThrownBy(() -> RunFolder.create(runs(), "store"))
                .isInstanceOf(UserError.class)
                .hasMessage("a recipe cannot be called 'store': in " + runs()
                        + " that is the folder of all artifacts; give it another name");
    }
}
