// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.model.AttentionWindows;
import dev.seance.api.run.ArtifactKind;
import dev.seance.core.fakes.FakeInstallation;
import dev.seance.core.fakes.Recipes;
import dev.seance.core.plugins.PluginFailure;
import dev.seance.core.store.Artifact;
import dev.seance.core.store.ArtifactStore;
import dev.seance.core.store.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlannerTest {

    private static final String BOOKS = """
            recipe: small
            steps:
              books: {corpus: letters, filters: [long-enough]}
              vocabulary: {tokenizer: bytes, from: books}
            """;

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

    private static List<String> whys(Plan plan) {
        return plan.steps().stream()
                .map(step -> step.name()
                        + (step.cached() ? " HIT" : step.resolution().isPresent() ? " MISS: " : " WAIT: ")
                        + (step.cached() ? "" : step.why()))
                .toList();
    }

    @Nested
    class Order {

        @Test
        void putsEachStepAfterThoseItTakesFromAndKeepsTheRecipesOrderOtherwise() throws IOException {
            Plan plan = installation.plan("""
                    recipe: turned
                    steps:
                      audit: {evaluate: count, from: [late, early]}
                      vocabulary: {tokenizer: bytes, from: early}
                      early: {corpus: letters}
                      late: {corpus: letters}
                    """);

            assertThat(plan.steps())
                    .extracting(PlannedStep::name)
                    .containsExactly("late", "early", "audit", "vocabulary");
        }

        @Test
        void plansAStepOfEveryKind() throws IOException {
            Plan plan = installation.plan(Recipes.WHOLE);

            assertThat(plan.steps())
                    .extracting(PlannedStep::name)
                    .containsExactly("books", "vocabulary", "base", "pairs", "scenes", "chat", "audit", "files");
            assertThat(plan.step("chat").orElseThrow().config())
                    .isEqualTo(plan.step("base").orElseThrow().config());
            assertThat(plan.step("files").orElseThrow().why()).isEqualTo("exports are always written");
        }
    }

    @Nested
    class Reuse {

        @Test
        void isAMissWhenNothingWasMadeYet() throws IOException {
            assertThat(whys(installation.plan(BOOKS)))
                    .containsExactly("books MISS: not made yet", "vocabulary WAIT: waits for books");
        }

        @Test
        void isAHitWhenNothingChanged() throws IOException {
            installation.run(BOOKS);

            assertThat(whys(installation.plan(BOOKS))).containsExactly("books HIT", "vocabulary HIT");
        }

        @Test
        void namesTheOptionThatChanged() throws IOException {
            installation.run(BOOKS);

            assertThat(whys(installation.plan(BOOKS, "books.documents=7")))
                    .containsExactly("books MISS: corpus option documents: 6 -> 7", "vocabulary WAIT: waits for books");
        }

        @Test
        void saysThatWorkWasBegunAndWhetherItServes() throws IOException {
            PlannedStep books = installation.plan(BOOKS).steps().get(0);
            try (ArtifactStore.Draft killed = installation
                    .store()
                    .begin(ArtifactKind.CORPUS, books.fingerprint().orElseThrow(), Manifests.OWNER)) {
                killed.describe("books", "books", books.ownKey().entries());
            }

            assertThat(whys(installation.plan(BOOKS)).get(0))
                    .isEqualTo("books MISS: begun, not finished; resumes from what is done");
            assertThat(whys(installation.plan(BOOKS, "books.documents=7")).get(0))
                    .isEqualTo("books MISS: not made yet; unfinished work is of another key: corpus option documents: 6"
                            + " -> 7");
        }

        @Test
        void namesAFilterThatWent() throws IOException {
            installation.run(BOOKS);

            assertThat(whys(installation.plan(BOOKS.replace("[long-enough]", "[]")))
                            .get(0))
                    .isEqualTo("books MISS: filter 1: long-enough -> none; filter 1 code: fakes " + code() + " -> none;"
                            + " filter 1 option words: 1 -> none");
        }

        private String code() throws IOException {
            return installation
                    .plan(BOOKS)
                    .steps()
                    .get(0)
                    .extension()
                    .extension()
                    .plugin()
                    .code()
                    .digest();
        }

        @Test
        void namesThePluginWhoseCodeChangedThoughItsVersionDidNot() throws IOException {
            installation.run(BOOKS);
            installation.rebuild();

            assertThat(whys(installation.plan(BOOKS)))
                    .containsExactly(
                            "books MISS: the code of the plugin fakes changed", "vocabulary WAIT: waits for books");
        }

        @Test
        void isAHitWhenOnlyThePluginsVersionChanged() throws IOException {
            installation.run(BOOKS);
            installation.upgradeTo("1.1.0");

            assertThat(whys(installation.plan(BOOKS))).containsExactly("books HIT", "vocabulary HIT");
        }

        @Test
        void isAHitWhateverTheStepIsCalled() throws IOException {
            installation.run(BOOKS);

            assertThat(whys(installation.plan(BOOKS.replace("books", "library"))))
                    .containsExactly("library HIT", "vocabulary HIT");
        }

        @Test
        void seesThatTheDataChanged() throws IOException {
            installation.run(BOOKS);
            installation.tell("revision", "2");

            assertThat(whys(installation.plan(BOOKS)).get(0)).isEqualTo("books MISS: the source's data changed");
        }

        @Test
        void seesDamage() throws IOException {
            installation.run(BOOKS);
            Artifact books = installation
                    .plan(BOOKS)
                    .step("books")
                    .orElseThrow()
                    .artifact()
                    .orElseThrow();
            Files.delete(books.file("train-00000.jsonl.zst"));

            assertThat(whys(installation.plan(BOOKS)))
                    .containsExactly(
                            "books MISS: the artifact is damaged or incomplete", "vocabulary WAIT: waits for books");
        }

        @Test
        void goesByTheKeyNotByTheRecipesName() throws IOException {
            installation.run(BOOKS);

            assertThat(whys(installation.plan(BOOKS.replace("recipe: small", "recipe: other"))))
                    .containsExactly("books HIT", "vocabulary HIT");
        }
    }

    @Nested
    class Fingerprints {

        private String of(String step, String yaml, String... overrides) throws IOException {
            return key(installation.plan(yaml, overrides).step(step).orElseThrow());
        }

        /** The keys of a step and of all that it needs, as far as they are known before anything is made. */
        private String key(PlannedStep step) {
            return step.ownKey().fingerprint()
                    + step.from().stream().map(this::key).collect(Collectors.joining());
        }

        @Test
        void areEqualForEqualRecipesHoweverTheyAreWritten() throws IOException {
            assertThat(of("books", BOOKS, "books.documents=6")).isEqualTo(of("books", BOOKS));
            assertThat(of("books", BOOKS.replace("[long-enough]", "[long-enough: {words: 1}]")))
                    .isEqualTo(of("books", BOOKS));
            assertThat(of("chat", Recipes.WHOLE.replace("llms:", "budget: {usd: 3}\nllms:")))
                    .isEqualTo(of("chat", Recipes.WHOLE));
        }

        @Test
        void leaveOutWhatChangesNothingInWhatIsMade() throws IOException {
            String trained = of("chat", Recipes.WHOLE);
            assertThat(of("chat", Recipes.WHOLE, "base.look-every=5", "base.resume=true"))
                    .isEqualTo(trained);
            assertThat(of("chat", Recipes.WHOLE, "base.resume=elsewhere")).isNotEqualTo(trained);
        }

        @Test
        void differAfterAnyChangeThatCanChangeTheModel() throws IOException {
            List<String> fingerprints = new ArrayList<>(List.of(of("chat", Recipes.WHOLE)));
            for (String[] change : new String[][] {
                {"seed: 7", "seed: 8"},
                {"corpus: letters", "corpus: letters\n    seed: 9"},
                {"validation-fraction: 0.2", "validation-fraction: 0.3"},
                {"filters: [long-enough]", "filters: [long-enough, long-enough]"},
                {"filters: [long-enough]", "filters: [long-enough: {words: 2}]"},
                {"corpus: letters", "corpus: letters\n    with: {documents: 7}"},
                {"depth: 1", "depth: 2"},
                {"context: 16", "context: 32"},
                {"backend: toy", "backend: {toy: {speed: 1e9}}"},
                {"model: small}", "model: large}"},
                {"provider: parrot,", "provider: parrot, voice: soft,"},
                {"with: {llm: polly}", "with: {}"},
                {"from: [base, pairs, scenes]", "from: [base, scenes, pairs]"},
                {"from: [base, pairs, scenes]", "from: [base, scenes]"},
                {"trainer: pretrain", "trainer: pretrain\n    with: {steps: 4}"},
            }) {
                assertThat(Recipes.WHOLE).contains(change[0]);
                fingerprints.add(of("chat", Recipes.WHOLE.replace(change[0], change[1])));
            }
            installation.tell("revision", "2");
            fingerprints.add(of("chat", Recipes.WHOLE));
            installation.rebuild();
            fingerprints.add(of("chat", Recipes.WHOLE));

            assertThat(new HashSet<>(fingerprints)).hasSameSizeAs(fingerprints);
        }

        @Test
        void doNotLetAValuePassForTheNextEntry() {
            assertThat(new StepKey(Map.of("a", "1:b")).fingerprint())
                    .isNotEqualTo(new StepKey(Map.of("a1:b", "")).fingerprint());
        }
    }

    @Nested
    class OwnBooksInstead {

        @Test
        void aPathTakesThePlaceOfASourceThatReadsNoFolder() throws IOException {
            PlannedStep books = installation
                    .plan(BOOKS, "books.path=/my/books")
                    .step("books")
                    .orElseThrow();

            assertThat(books.extension().extension().name()).isEqualTo("folder");
            assertThat(books.extension().options().effective()).containsEntry("path", "/my/books");
            assertThat(books.filters()).hasSize(1);
        }

        @Test
        void theOptionsOfTheOtherSourceAreLeftAside() throws IOException {
            assertThat(installation.problems(BOOKS, "books.documents=7", "books.path=/my/books"))
                    .isEmpty();
        }
    }

    @Nested
    class TheModel {

        private static final String FULL = "every layer looks at the whole context";

        private TrainingCost cost(String yaml) throws IOException {
            return installation
                    .plan(yaml)
                    .step("base")
                    .flatMap(PlannedStep::cost)
                    .orElseThrow();
        }

        @Test
        void namesThePluginOfAFamilyThatFails() {
            String yaml =
                    Recipes.WHOLE.replace("toy, depth: 1, width: 32, heads: 2", "unsupported, depth: 1, width: 13");
            assertThatThrownBy(() -> installation.plan(yaml))
                    .isInstanceOf(PluginFailure.class)
                    .hasMessageContaining("architecture 'unsupported' of plugin fakes 1.0.0");
        }

        @Test
        void itsFamilysCodeIsPartOfTheKeyOfWhatUsesIt() throws IOException {
            Plan plan = installation.plan(Recipes.WHOLE);
            for (String step : List.of("base", "chat")) {
                assertThat(plan.step(step).orElseThrow().ownKey().entries()).containsKey("architecture toy code");
            }
            assertThat(plan.step("books").orElseThrow().ownKey().entries()).doesNotContainKey("architecture toy code");
        }

        @Test
        void looksAtTheWholeContextWhereTheBackendHasNoWindows() throws IOException {
            String yaml = Recipes.WHOLE.replace("depth: 1, width: 32, heads: 2, context: 16", "depth: 4, context: 256");
            TrainingCost cost = cost(yaml);

            assertThat(cost.config().windows()).isEqualTo(AttentionWindows.FULL);
            assertThat(cost.remarks())
                    .anyMatch(line ->
                            line.startsWith("windows SSSL are asked for, but backend 'toy'") && line.endsWith(FULL));
            assertThat(cost(yaml.replace("context: 256", "context: 256, windows: L"))
                            .remarks())
                    .isEmpty();
            assertThat(cost(yaml.replace("context: 256", "context: 128")).remarks())
                    .as("a window as long as the context is none")
                    .isEmpty();
        }

        @Test
        void saysThatASystemPromptLeavesLittleOfTheContext() {
            assertThat(ModelPlanning.longSystem("x".repeat(256), 256)).isEmpty();
            assertThat(ModelPlanning.longSystem("x".repeat(300), 256))
                    .get()
                    .asString()
                    .startsWith("system: about 75 tokens (at 4 bytes each)")
                    .contains("the context is 256", "little of a conversation is left");
            assertThat(ModelPlanning.longSystem("x".repeat(600), 256))
                    .get()
                    .asString()
                    .contains("nothing can be said to such a model");
        }

        @Test
        void mayNotFit() throws IOException {
            String yaml = Recipes.WHOLE.replace("backend: toy", "backend: {toy: {memory: 2000}}");
            assertThat(cost(yaml).memoryBytes()).hasValue(2000);
            assertThat(cost(yaml).remarks()).isEmpty();
            assertThat(installation
                            .plan(Optional.of(new ComputeRate("abacus", 10, 36, OptionalLong.of(1999))), yaml)
                            .step("base")
                            .flatMap(PlannedStep::cost)
                            .orElseThrow()
                            .remarks())
                    .anyMatch(line -> line.startsWith("that is more than the 0 GB of abacus; use a shorter context"))
                    .anyMatch(line -> line.contains("abacus is a GPU, and backend 'toy'"));
            assertThat(cost(yaml.replace("2000", "1000000000000000")).remarks())
                    .anyMatch(line -> line.contains("GB of this machine"));
        }

        @Test
        void isNotRunWhereTheBackendSaysItCannot() throws IOException {
            String yaml = Recipes.WHOLE.replace("backend: toy", "backend: {toy: {obstacle: the abacus is broken}}");

            assertThat(installation.problems(yaml)).contains("the abacus is broken");
        }
    }

    @Nested
    class Cost {

        @Test
        void isKnownFromTheBackendsOwnMeasurement() throws IOException {
            TrainingCost cost = installation
                    .plan(Recipes.WHOLE.replace("backend: toy", "backend: {toy: {speed: 1e6}}"))
                    .step("base")
                    .flatMap(PlannedStep::cost)
                    .orElseThrow();

            double flops = 3 * 4 * cost.config().flopsPerToken();
            assertThat(cost.flops()).hasValue(flops);
            assertThat(cost.hours()).hasValue(flops / 1e6 / 3600);
            assertThat(cost.usd()).hasValue(0);
        }

        @Test
        void isThatOfANamedDeviceWhenOneIsAskedFor() throws IOException {
            Plan plan = installation.plan(
                    Optional.of(new ComputeRate("abacus", 10, 36, OptionalLong.of(1000))), Recipes.WHOLE);
            TrainingCost cost = plan.step("base").flatMap(PlannedStep::cost).orElseThrow();

            assertThat(cost.usd().getAsDouble()).isEqualTo(cost.hours().getAsDouble() * 36);
            assertThat(plan.usd()).isEqualTo(cost.usd());
        }

        @Test
        void isAtTheRecipesPriceOfTheMachineWhereItStatesOne() throws IOException {
            Plan plan = installation.plan(
                    Optional.of(new ComputeRate("abacus", 10, 36, OptionalLong.of(1000))),
                    Recipes.WHOLE.replace("seed: 7", "seed: 7\nbudget: {usd: 1e9, usd-per-hour: 2.5}"));
            TrainingCost cost = plan.step("base").flatMap(PlannedStep::cost).orElseThrow();

            assertThat(cost.usd().getAsDouble()).isEqualTo(cost.hours().getAsDouble() * 2.5);
        }

        @Test
        void isUnknownWithoutASpeedOrWithoutSteps() throws IOException {
            Plan plan = installation.plan(Recipes.WHOLE);

            assertThat(plan.step("base")
                            .flatMap(PlannedStep::cost)
                            .orElseThrow()
                            .hours())
                    .isEmpty();
            assertThat(plan.step("chat")
                            .flatMap(PlannedStep::cost)
                            .orElseThrow()
                            .flops())
                    .isEmpty();
            assertThat(plan.usd()).isEmpty();
        }
    }
}
