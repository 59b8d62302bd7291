// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import dev.seance.core.fakes.FakeInstallation;
import dev.seance.core.fakes.Recipes;
import dev.seance.core.plan.ComputeRate;
import dev.seance.core.plan.Plan;
import dev.seance.core.recipe.InvalidRecipe;
import dev.seance.core.store.Artifact;
import dev.seance.core.store.AtomicFiles;
import dev.seance.core.store.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class RunnerTest {

    @TempDir
    Path root;

    private FakeInstallation installation;

    @BeforeEach
    void install() throws IOException {
        installation = new FakeInstallation(root);
    }

    @AfterEach
    void close() {
        installation.close();
    }

    private Artifact artifact(String step) throws IOException {
        return installation
                .plan(Recipes.WHOLE)
                .step(step)
                .orElseThrow()
                .artifact()
                .orElseThrow();
    }

    private static List<String> files(Artifact artifact) {
        return artifact.manifest().files().stream()
                .map(Manifest.FileEntry::path)
                .toList();
    }

    @Test
    void makesAnArtifactOfEveryKind() throws IOException {
        List<StepResult> results = installation.run(Recipes.WHOLE);

        assertThat(results)
                .extracting(StepResult::name)
                .containsExactly("books", "vocabulary", "base", "pairs", "scenes", "chat", "audit");
        assertThat(results).noneMatch(StepResult::cached);
        assertThat(files(artifact("books")))
                .containsExactly(
                        "curve.jsonl",
                        "funnel.json",
                        "train-00000.jsonl.zst",
                        "validation-00000.jsonl.zst",
                        "verdicts.jsonl.zst");
        assertThat(files(artifact("vocabulary"))).containsExactly("tokenizer.json");
        assertThat(files(artifact("base"))).containsExactly("curve.jsonl", "model.safetensors", "tokenizer.json");
        assertThat(files(artifact("pairs"))).containsExactly("dialogues.jsonl");
        assertThat(files(artifact("chat"))).containsExactly("curve.jsonl", "model.safetensors", "tokenizer.json");
        assertThat(files(artifact("audit"))).containsExactly("evaluation.json");
        assertThat(Files.readAllLines(artifact("base").file("curve.jsonl"))).hasSize(3);
        Path run = installation.runs().resolve("whole/1");
        assertThat(run.resolve("exports/files/weights"))
                .hasSameBinaryContentAs(artifact("chat").file("model.safetensors"));
        assertThat(run.resolve("work/files")).doesNotExist();
        assertThat(Files.readAllLines(run.resolve("metrics.jsonl"))).hasSize(6);
        try (Stream<Path> left = Files.list(installation.runs().resolve("store/work"))) {
            assertThat(left.filter(Files::isDirectory)).isEmpty();
        }
    }

    @Test
    void linksEachRunToItsArtifacts() throws IOException {
        installation.run(Recipes.WHOLE);
        installation.run(Recipes.WHOLE);

        for (String run : List.of("whole/1", "whole/2")) {
            Path link = installation.runs().resolve(run).resolve("artifacts/base");
            assertThat(link.toRealPath()).isEqualTo(artifact("base").folder().toRealPath());
        }
    }

    @Test
    void saysInTheManifestWhatAnArtifactIsAndWhoMadeIt() throws IOException {
        installation.run(Recipes.WHOLE);
        Manifest base = artifact("base").manifest();

        assertThat(base.kind()).isEqualTo("model");
        assertThat(base.recipe()).isEqualTo("whole");
        assertThat(base.step()).isEqualTo("base");
        assertThat(base.plugins()).isEqualTo(Map.of("fakes", "1.0.0"));
        assertThat(base.attributes()).isEqualTo(Map.of("tokenizer", "bytes"));
        assertThat(base.keyInputs())
                .containsEntry("trainer", "pretrain")
                .containsEntry("backend", "toy")
                .containsEntry(
                        "input 1", "corpus " + artifact("books").manifest().content());
        assertThat(base.metrics()).containsKey("parameters");
        assertThat(artifact("chat").manifest().attributes()).isEqualTo(Map.of("tokenizer", "bytes"));
        assertThat(artifact("books").manifest().metrics())
                .containsEntry("documentsIn", 6.0)
                .containsEntry(
                        "trainDocuments",
                        6 - artifact("books").manifest().metrics().get("validationDocuments"));
    }

    @Test
    void asksTheLanguageModelOfTheRecipeAndClosesIt() throws IOException {
        installation.run(Recipes.WHOLE);

        assertThat(Files.readAllLines(installation.cache().resolve("parrot")))
                .as("opened to see whether anything is missing, then for the run")
                .containsExactly("closed", "asked", "asked", "asked", "closed");
        assertThat(artifact("scenes").file("dialogues.jsonl")).content().contains("small, loud: one");
    }

    @Test
    void takesEverythingFromTheStoreTheSecondTime() throws IOException {
        List<StepResult> first = installation.run(Recipes.WHOLE);
        List<StepResult> second = installation.run(Recipes.WHOLE);

        assertThat(second).allMatch(StepResult::cached);
        assertThat(second)
                .extracting(StepResult::fingerprint)
                .isEqualTo(first.stream().map(StepResult::fingerprint).toList());
        assertThat(second)
                .extracting(StepResult::metrics)
                .isEqualTo(first.stream().map(StepResult::metrics).toList());
        assertThat(installation.screen())
                .filteredOn(line -> line.contains("HIT: made "))
                .hasSize(7);
        assertThat(installation.runs().resolve("whole/2/exports/files/weights")).exists();
        assertThat(Files.readAllLines(installation.cache().resolve("parrot"))).hasSize(5);
    }

    @Test
    void anInputThatComesOutEqualLeavesWhatFollowsAHit() throws IOException {
        installation.run(Recipes.WHOLE);
        installation.tell("revision", "2");

        assertThat(installation.run(Recipes.WHOLE))
                .filteredOn(result -> !result.cached())
                .extracting(StepResult::name)
                .containsExactly("books");
    }

    @Test
    void aRenamedStepMakesNothingAgain() throws IOException {
        installation.run(Recipes.WHOLE);

        assertThat(installation.run(Recipes.WHOLE.replace("books", "library").replace("base", "foundation")))
                .allMatch(StepResult::cached);
    }

    @Test
    void aStoreThatWasMovedIsAHit() throws IOException {
        installation.run(Recipes.WHOLE);
        Path moved = root.resolve("elsewhere");
        Files.move(installation.runs(), moved);
        Files.createDirectories(installation.runs());
        Files.move(moved.resolve("store"), installation.runs().resolve("store"));

        assertThat(installation.run(Recipes.WHOLE)).allMatch(StepResult::cached);
    }

    @Test
    void runsUpToAStepWithWhatItNeeds() throws IOException {
        assertThat(installation.run(installation.plan(Recipes.WHOLE).upTo("pairs")))
                .extracting(StepResult::name)
                .containsExactly("books", "pairs");
    }

    @Test
    void refusesToRunUpToAStepThatIsNotThere() {
        assertThatThrownBy(() -> installation.plan(Recipes.WHOLE).upTo("pears"))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("--until: the recipe has no step 'pears' (have: books, vocabulary, base,");
    }

    @Nested
    class AfterARebuiltPlugin {

        @BeforeEach
        void rebuild() throws IOException {
            installation.run(Recipes.WHOLE);
            installation.rebuild();
        }

        @Test
        void makesAgainWhatItsCodeMade() throws IOException {
            // All extensions are of the one plugin.
            assertThat(installation.run(Recipes.WHOLE)).noneMatch(StepResult::cached);
        }

        @Test
        void reusesWhatTheUserAccepts() throws IOException {
            String before =
                    installation.store().list(ArtifactKind.CORPUS).get(0).fingerprint();

            List<StepResult> results = installation.run(installation.plan(Recipes.WHOLE), Set.of("books", "base"));

            assertThat(results)
                    .filteredOn(StepResult::cached)
                    .extracting(StepResult::name)
                    .containsExactly("books", "base");
            assertThat(installation.screen())
                    .contains("[books] HIT: accepted although the code of the plugin fakes changed");
            assertThat(artifact("books").manifest().acceptedFrom()).isEqualTo(before);
            assertThat(artifact("books").fingerprint()).isNotEqualTo(before);
            assertThat(installation.run(Recipes.WHOLE)).allMatch(StepResult::cached);
        }

        @Test
        void refusesToAcceptWhatDiffersInMoreThanCode() throws IOException {
            Plan plan = installation.plan(Recipes.WHOLE.replace("seed: 7", "seed: 8"));

            assertThatThrownBy(() -> installation.run(plan, Set.of("books")))
                    .isInstanceOf(UserError.class)
                    .hasMessage("[books] --accept-code: the store has no artifact of step 'books' that differs in the"
                            + " code of plugins alone (seed: 7 -> 8; the code of the plugin fakes changed); run without"
                            + " it to make the step");
        }
    }

    @Test
    void makesAgainWhatWasDamaged() throws IOException {
        installation.run(Recipes.WHOLE);
        Path weights = artifact("base").file("model.safetensors");
        byte[] whole = Files.readAllBytes(weights);
        Files.write(weights, new byte[3]);

        List<StepResult> results = installation.run(Recipes.WHOLE);

        assertThat(results)
                .filteredOn(result -> !result.cached())
                .extracting(StepResult::name)
                .containsExactly("base");
        assertThat(weights).hasBinaryContent(whole);
    }

    @Test
    void namesTheStepOnceWhetherOrNotItsExtensionDid() throws IOException {
        for (String message : List.of("cannot count", "[audit] cannot count")) {
            installation.tell("fail", message);

            assertThatThrownBy(() -> installation.run(Recipes.WHOLE))
                    .isInstanceOf(UserError.class)
                    .hasMessage("[audit] cannot count");
        }
    }

    @Test
    void aFailingStepLeavesWhatWasMadeBefore() throws IOException {
        installation.tell("fail", "cannot count");

        assertThatThrownBy(() -> installation.run(Recipes.WHOLE)).isInstanceOf(UserError.class);
        assertThat(installation.store().list(ArtifactKind.MODEL)).hasSize(2);
        assertThat(installation.store().list(ArtifactKind.REPORT)).isEmpty();

        installation.tell("fail", "");
        assertThat(installation.run(Recipes.WHOLE))
                .filteredOn(result -> !result.cached())
                .extracting(StepResult::name)
                .containsExactly("audit");
    }

    @Test
    void aStopPassesThroughAndTheNextRunGoesOn() throws IOException {
        installation.tell("stop", "base");

        assertThatThrownBy(() -> installation.run(Recipes.WHOLE))
                .isInstanceOf(StopException.class)
                .hasMessage("the last checkpoint is at step 2");
        assertThat(installation.store().list(ArtifactKind.MODEL)).isEmpty();

        installation.tell("stop", "");
        assertThat(installation.run(Recipes.WHOLE))
                .filteredOn(StepResult::cached)
                .extracting(StepResult::name)
                .containsExactly("books", "vocabulary");
    }

    @Test
    void takesWhatAnotherRunMadeSinceThePlan() throws IOException {
        Plan early = installation.plan(Recipes.WHOLE);
        installation.run(Recipes.WHOLE);

        assertThat(installation.run(early)).allMatch(StepResult::cached);
        assertThat(installation.screen()).contains("[books] HIT: made by another run meanwhile");
    }

    @Test
    void makesAgainWhatWasDeletedSinceThePlan() throws IOException {
        installation.run(Recipes.WHOLE);
        Plan late = installation.plan(Recipes.WHOLE);
        AtomicFiles.deleteTree(artifact("pairs").folder());

        assertThat(installation.run(late))
                .filteredOn(result -> !result.cached())
                .extracting(StepResult::name)
                .containsExactly("pairs");
        assertThat(installation.screen()).contains("[pairs] MISS: deleted since the plan");
    }

    @Test
    void notesWhatItUsesBeforeItIsThere() throws IOException {
        installation.tell("fail", "cannot count");
        assertThatThrownBy(() -> installation.run(Recipes.WHOLE)).isInstanceOf(UserError.class);

        RunFolder run = RunFolder.find(installation.runs(), "whole");
        assertThat(RunReferences.byStep(run).keySet())
                .containsExactly("books", "vocabulary", "base", "pairs", "scenes", "chat", "audit");
        assertThat(RunReferences.byStep(run).get("books"))
                .isEqualTo(new RunReferences.Reference(
                        "books", "corpus", artifact("books").fingerprint()));
        assertThat(RunReferences.find(run, RunReferences.byStep(run).get("audit")))
                .isEmpty();
    }

    @Test
    @EnabledOnOs(
            value = {OS.LINUX, OS.MAC},
            disabledReason = "Windows has other limits")
    void aWorkFolderThatCannotBeDeletedFailsNothing() throws IOException {
        Path work = installation
                .runs()
                .resolve("store/work")
                .resolve(installation
                        .plan(Recipes.WHOLE)
                        .step("books")
                        .orElseThrow()
                        .fingerprint()
                        .orElseThrow());
        // Two deep folders, one moved into the other: what is in it has a path that is too long for the system.
        Path first = Files.createDirectories(work.resolve("workspace").resolve(deep()));
        Path second = root.resolve("second");
        Files.createDirectories(second.resolve(deep()));
        Files.move(second, first.resolve("second"));
        try {
            assertThat(installation.run(Recipes.WHOLE)).hasSize(7);
            assertThat(artifact("books").folder()).exists();
            assertThat(first).as("it could not be deleted").exists();
        } finally {
            Files.move(first.resolve("second"), second);
        }
    }

    private static String deep() {
        return String.join("/", Collections.nCopies(15, "d".repeat(180)));
    }

    @Test
    void refusesARunAboveItsBudgetBeforeAnythingIsMade() throws IOException {
        String yaml = Recipes.WHOLE.replace("seed: 7", "seed: 7\nbudget: {usd: 2.5}");
        Plan plan = installation.plan(Optional.of(new ComputeRate("abacus", 1, 1e6, OptionalLong.empty())), yaml);

        assertThatThrownBy(() -> installation.run(plan))
                .isInstanceOf(UserError.class)
                .hasMessageMatching("the steps still to be made are estimated at \\$\\d+\\.\\d\\d, above the recipe's"
                        + " budget of \\$2\\.50; raise budget\\.usd, or make the run smaller");
        assertThat(installation.store().list(ArtifactKind.CORPUS)).isEmpty();
        assertThat(installation.run(installation.plan(yaml))).hasSize(7);
    }

    @Test
    void theMachinesPriceCountsInEveryStep() throws IOException {
        List<StepResult> results =
                installation.run(Recipes.WHOLE.replace("seed: 7", "seed: 7\nbudget: {usd: 1e9, usd-per-hour: 3.6e6}"));
        assertThat(results).filteredOn(step -> step.seconds() > 0).isNotEmpty().allSatisfy(step -> assertThat(
                        step.metrics().get(StepMoney.MACHINE_USD))
                .isCloseTo(1000 * step.seconds(), within(1e-6)));
    }

    @Test
    void reportsGatesThatWereNotPassedAlsoFromTheStore() throws IOException {
        installation.tell("gate", "corpora 1 is below 2");

        for (int i = 0; i < 2; i++) {
            assertThat(installation.run(Recipes.WHOLE).get(6).failures()).containsExactly("corpora 1 is below 2");
        }
    }

    @Test
    void anUnknownLanguageModelIsNamedWithThoseThereAre() {
        assertThatThrownBy(() -> installation.run(Recipes.WHOLE, "scenes.llm=poly"))
                .isInstanceOf(InvalidRecipe.class)
                .hasMessage(
                        "--set scenes.llm=poly: 'llm' names the language model 'poly', which the recipe's llms do not"
                                + " have; did you mean 'polly'? (have: polly)");
    }
}
