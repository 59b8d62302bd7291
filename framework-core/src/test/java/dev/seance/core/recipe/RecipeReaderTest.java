// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.run.UserError;
import dev.seance.core.step.CorpusRules;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipeReaderTest {

    private static final String VICTORIAN = """
            recipe: victorian
            title: Mr. Chatterbox, or, The Modern Prometheus
            era: {from: 1837, to: 1899, language: English}
            seed: 1837
            budget: {usd: 500}
            backend: {pytorch: {device: auto, precision: auto}}
            steps:
              books:
                corpus: british-library
                with: {path: "${env:BLBOOKS}"}
                filters: [era, {ocr-quality: {book-min: 0.65}}, near-duplicates]
                validation-fraction: 0.1
              vocabulary:
                tokenizer: bpe
                from: books
                with: {size: 32768}
              base:
                trainer: pretrain
                from: [books, vocabulary]
                model: {architecture: nanochat, depth: 18}
            llms:
              haiku: {provider: anthropic, model: claude-haiku-4-5, max-tokens: 500}
            """;

    @TempDir
    private Path temporary;

    private RecipeFolder folder;

    @BeforeEach
    void putVictorian() {
        folder = new RecipeFolder(temporary).put("victorian.yaml", VICTORIAN).set("BLBOOKS", "/books");
    }

    private static String text(Settings settings, String key) {
        return ((Scalar) settings.value(key).orElseThrow()).text();
    }

    private static Step step(Recipe recipe, String name) {
        return recipe.step(name).orElseThrow();
    }

    @Nested
    class ACompleteRecipe {

        @Test
        void becomesTyped() {
            Recipe recipe = folder.read("victorian");
            assertThat(recipe.name()).isEqualTo("victorian");
            assertThat(recipe.title()).isEqualTo("Mr. Chatterbox, or, The Modern Prometheus");
            assertThat(recipe.era()).contains(new Era(1837, 1899, Optional.of("English")));
            assertThat(recipe.seed()).isEqualTo(1837);
            assertThat(recipe.budget()).contains(new Budget(500, OptionalDouble.empty()));
            assertThat(recipe.backend().orElseThrow().plugin()).isEqualTo("pytorch");
            assertThat(recipe.backend().orElseThrow().options().keys()).containsExactly("device", "precision");
            assertThat(recipe.steps()).extracting(Step::name).containsExactly("books", "vocabulary", "base");
            assertThat(recipe.unreadable()).isEmpty();
        }

        @Test
        void keepsWhatEachStepSays() {
            Recipe recipe = folder.read("victorian");
            Step books = step(recipe, "books");
            assertThat(books.kind().key()).isEqualTo("corpus");
            assertThat(books.plugin()).isEqualTo("british-library");
            assertThat(text(books.with(), "path")).isEqualTo("/books");
            assertThat(books.filters())
                    .extracting(FilterChoice::plugin)
                    .containsExactly("era", "ocr-quality", "near-duplicates");
            assertThat(books.filters().get(1).options().keys()).containsExactly("book-min");
            assertThat(books.corpus().validationFraction()).isEqualTo(0.1);
            Step base = step(recipe, "base");
            assertThat(base.from()).extracting(Reference::name).containsExactly("books", "vocabulary");
            assertThat(base.model()).isPresent();
            assertThat(base.with().isEmpty()).isTrue();
            assertThat(base.from().get(1).position()).hasToString(temporary + "/victorian.yaml:19:19");
        }

        @Test
        void keepsOptionsOfLlmsApartFromTheirModel() {
            LlmChoice haiku = folder.read("victorian").llms().get("haiku");
            assertThat(haiku.provider()).isEqualTo("anthropic");
            assertThat(haiku.model()).isEqualTo("claude-haiku-4-5");
            assertThat(haiku.options().keys()).containsExactly("max-tokens");
        }

        @Test
        void countsWhatIsAskedInBatchesAtTheirPrice() {
            LlmTerms single = terms("price: {input: 1, output: 5, batch-factor: 0.5}");
            assertThat(single.usd(1_000_000, 1_000_000)).isEqualTo(6);
            assertThat(single.concurrency()).isEqualTo(4);
            LlmTerms batch = terms("batch: true, price: {input: 1, output: 5, batch-factor: 0.5}");
            assertThat(batch.usd(1_000_000, 1_000_000)).isEqualTo(3);
            assertThat(batch.concurrency()).isEqualTo(1000);
            assertThat(terms("batch: true, price: {input: 1, output: 5}").usd(1_000_000, 1_000_000))
                    .as("the price is not said")
                    .isEqualTo(6);
            assertThat(terms("batch: true, concurrency: 10000").concurrency()).isEqualTo(10_000);
            assertThatThrownBy(() -> terms("batch: true, concurrency: 10001"))
                    .hasMessageContaining("'concurrency' of llm 'haiku' takes at most 10000 with 'batch: true'");
        }

        private LlmTerms terms(String written) {
            folder.put(
                    "terms.yaml",
                    "recipe: terms\nsteps:\n  books: {corpus: folder}\nllms:\n  haiku: {provider: p, model: m, "
                            + written + "}\n");
            return folder.read("terms").llms().get("haiku").terms();
        }

        @Test
        void isFoundByPathToo() {
            assertThat(folder.read(temporary.resolve("victorian.yaml").toString())
                            .name())
                    .isEqualTo("victorian");
        }

        @Test
        void needsLittle() {
            folder.put("small.yaml", "recipe: small\nbackend: pytorch\nsteps:\n  books: {corpus: folder}\n");
            Recipe recipe = folder.read("small");
            assertThat(recipe.title()).isEqualTo("small");
            assertThat(recipe.seed()).isZero();
            assertThat(recipe.backend().orElseThrow().options().isEmpty()).isTrue();
            assertThat(step(recipe, "books").corpus()).isEqualTo(CorpusRules.DEFAULT);
        }
    }

    @Nested
    class NotFound {

        @Test
        void suggestsTheNearestRecipe() {
            assertThatThrownBy(() -> folder.read("victorain"))
                    .isInstanceOf(UserError.class)
                    .hasMessage("recipe 'victorain' not found; did you mean 'victorian'? (have: victorian); give the"
                            + " path of a file, or a name from " + temporary);
        }

        @Test
        void saysThatAPathLeadsNowhere() {
            assertThatThrownBy(() -> folder.read("no/such.yaml"))
                    .hasMessage("recipe 'no/such.yaml' not found: there is no such file");
        }
    }

    @Nested
    class Extending {

        @Test
        void mergesMappingsAndReplacesTheRest() {
            folder.put("edwardian.yaml", """
                    recipe: edwardian
                    extends: victorian
                    era: {from: 1901, to: 1910}
                    steps:
                      books:
                        filters: [era]
                      chat: {trainer: finetune, from: base}
                      base:
                        model: {depth: 12}
                    """);
            Recipe recipe = folder.read("edwardian");
            assertThat(recipe.name()).isEqualTo("edwardian");
            assertThat(recipe.era()).contains(new Era(1901, 1910, Optional.of("English")));
            assertThat(recipe.steps()).extracting(Step::name).containsExactly("books", "vocabulary", "base", "chat");
            assertThat(step(recipe, "books").filters())
                    .extracting(FilterChoice::plugin)
                    .containsExactly("era");
            assertThat(text(step(recipe, "base").model().orElseThrow(), "architecture"))
                    .isEqualTo("nanochat");
            assertThat(text(step(recipe, "base").model().orElseThrow(), "depth"))
                    .isEqualTo("12");
        }

        @Test
        void removesWhatIsNull() {
            folder.put(
                    "thrifty.yaml",
                    "recipe: thrifty\nextends: victorian\nbudget: null\nsteps:\n  base: ~\n  books: {filters: }\n");
            Recipe recipe = folder.read("thrifty");
            assertThat(recipe.budget()).isEmpty();
            assertThat(recipe.steps()).extracting(Step::name).containsExactly("books", "vocabulary");
            assertThat(step(recipe, "books").filters()).isEmpty();
        }

        @Test
        void cannotRemoveWhatIsNotThere() {
            folder.put("typo.yaml", "recipe: typo\nextends: victorian\nbudgte: null\n");
            assertThat(folder.problems("typo"))
                    .startsWith("typo.yaml:3:1: there is no 'budgte' to remove; did you mean 'budget'?");
        }

        @Test
        void leavesTheOptionsOfAnotherPluginBehind() {
            folder.put("other.yaml", """
                    recipe: other
                    extends: victorian
                    backend: {tensorflow: {}}
                    steps:
                      books: {corpus: folder, with: {folder: texts}}
                    llms:
                      haiku: {provider: ollama, model: llama3}
                    """);
            Recipe recipe = folder.read("other");
            assertThat(recipe.backend().orElseThrow().plugin()).isEqualTo("tensorflow");
            assertThat(recipe.backend().orElseThrow().options().isEmpty()).isTrue();
            assertThat(step(recipe, "books").with().keys()).containsExactly("folder");
            assertThat(step(recipe, "books").filters()).hasSize(3);
            assertThat(recipe.llms().get("haiku").options().isEmpty()).isTrue();
        }

        @Test
        void letsAFileExtendItsNamesakeInTheLibrary() {
            folder.put("mine/victorian.yaml", "recipe: mine\nextends: victorian\n");
            assertThat(folder.read(temporary.resolve("mine/victorian.yaml").toString())
                            .steps())
                    .hasSize(3);
        }

        @Test
        void findsAPathBesideTheFile() {
            folder.put("mine/child.yaml", "recipe: child\nextends: ../victorian.yaml\n");
            assertThat(folder.read(temporary.resolve("mine/child.yaml").toString())
                            .steps())
                    .hasSize(3);
        }

        @Test
        void endsWhenItGoesInACircle() {
            folder.put("a.yaml", "recipe: a\nextends: b\n").put("b.yaml", "recipe: b\nextends: a\n");
            assertThat(folder.problems("a").replace(temporary + "/", ""))
                    .startsWith(
                            "b.yaml:2:10: recipes extend each other in a circle: a.yaml extends b.yaml extends a.yaml");
        }

        @Test
        void pointsAtAParentThatIsNotThere() {
            folder.put("orphan.yaml", "recipe: orphan\nextends: victorien\n");
            assertThat(folder.problems("orphan"))
                    .startsWith("orphan.yaml:2:10: recipe 'victorien' not found; did you mean 'victorian'?");
        }

        @Test
        void pointsIntoTheParentForItsMistakes() {
            folder.put("bad.yaml", "recipe: bad\nsteps: {books: {corpus: folder}}\nseed: many\n")
                    .put("good.yaml", "recipe: good\nextends: bad\n");
            assertThat(folder.problems("good")).startsWith("bad.yaml:3:7: 'seed' of the recipe takes a whole number");
        }

        @Test
        void doesNotInheritTheName() {
            folder.put("nameless.yaml", "extends: victorian\n");
            assertThat(folder.problems("nameless"))
                    .startsWith("nameless.yaml:1:1: the recipe needs 'recipe'; add 'recipe: my-recipe'");
        }
    }

    @Nested
    class Overriding {

        @Test
        void beginsAtTheRootOrAtAStep() {
            Recipe recipe = folder.read(
                    "victorian",
                    "seed=7",
                    "steps.base.model.depth=4",
                    "vocabulary.size=512",
                    "base.steps=10",
                    "books.validation-fraction=0",
                    "llms.haiku.model=other");
            assertThat(recipe.seed()).isEqualTo(7);
            assertThat(text(step(recipe, "base").model().orElseThrow(), "depth"))
                    .isEqualTo("4");
            assertThat(text(step(recipe, "vocabulary").with(), "size")).isEqualTo("512");
            assertThat(text(step(recipe, "base").with(), "steps")).isEqualTo("10");
            assertThat(step(recipe, "books").corpus().validationFraction()).isZero();
            assertThat(recipe.llms().get("haiku").model()).isEqualTo("other");
        }

        @Test
        void keepsTheValueAsItWasTyped() {
            Recipe recipe = folder.read("victorian", "title=Dr. Who: a life # not a comment", "books.path=~");
            assertThat(recipe.title()).isEqualTo("Dr. Who: a life # not a comment");
        }

        @Test
        void takesListsMappingsAndNull() {
            Recipe recipe = folder.read(
                    "victorian",
                    "books.filters=[era, {language: {only: [en]}}]",
                    "base.model={depth: 3}",
                    "budget=null");
            assertThat(step(recipe, "books").filters())
                    .extracting(FilterChoice::plugin)
                    .containsExactly("era", "language");
            assertThat(text(step(recipe, "base").model().orElseThrow(), "depth"))
                    .isEqualTo("3");
            assertThat(recipe.budget()).isEmpty();
        }

        @Test
        void swapsAPluginAndItsOptionsInAnyOrder() {
            Recipe recipe = folder.read("victorian", "books.folder=texts", "books.corpus=folder", "backend=tensorflow");
            assertThat(step(recipe, "books").with().keys()).containsExactly("folder");
            assertThat(recipe.backend().orElseThrow().plugin()).isEqualTo("tensorflow");
        }

        @Test
        void asksTheEnvironmentNothingForWhatItReplaces() {
            RecipeFolder bare = new RecipeFolder(temporary);
            assertThat(text(
                            step(bare.read("victorian", "books.path=/mine"), "books")
                                    .with(),
                            "path"))
                    .isEqualTo("/mine");
        }

        @Test
        void isShownWhole() {
            assertThat(folder.problems("victorian", "seed=many", "bsae.steps=3", "=3", "base..x=1"))
                    .isEqualTo("""
                            --set =3: this is not PATH=VALUE, such as base.model.depth=12
                            --set base..x=1: 'base..x' is not words joined by dots, such as base.model.depth
                            --set bsae.steps=3: no step or key is called 'bsae'; did you mean 'base'? (have: books, \
                            vocabulary, base, recipe, title, era, seed, budget, backend, plugins, steps, llms)
                            --set seed=many: 'seed' of the recipe takes a whole number, not 'many'""");
        }

        @Test
        void knowsTheColumnOfItsValue() {
            Problems problems = new Problems();
            folder.reader().read("victorian", List.of("seed=many"), problems);
            assertThat(problems.all())
                    .containsExactly(new Problem(
                            "--set seed=many",
                            1,
                            12,
                            "'seed' of the recipe takes a whole number, not 'many'",
                            Optional.empty()));
        }
    }

    @Nested
    class TheEnvironment {

        @Test
        void fillsInPartsOfATextAndDefaults() {
            folder.set("ROOT", "/data")
                    .set("EMPTY", "")
                    .put("e.yaml", withPath("${env:ROOT}/${env:EMPTY:-x}/${env:NO:-}"));
            assertThat(text(step(folder.read("e"), "books").with(), "path")).isEqualTo("/data/x/");
        }

        @Test
        void mustHaveWhatIsAskedForWithoutADefault() {
            folder.put("e.yaml", withPath("${env:NOWHERE}"));
            assertThat(folder.problems("e"))
                    .startsWith("e.yaml:3:40: environment variable NOWHERE is not set; set it (export NOWHERE=...), or"
                            + " give a default: ${env:NOWHERE:-default}\n");
        }

        @Test
        void isAskedInTheRightForm() {
            folder.put("e.yaml", withPath("${env:my-books}"));
            assertThat(folder.problems("e")).contains("'${env:my-books}' is not ${env:NAME} or ${env:NAME:-default}");
        }

        @Test
        void isNotQuotedInMessages() {
            folder.set("SECRET", "sk-12345")
                    .put("e.yaml", "recipe: e\nseed: ${env:SECRET}\nsteps: {books: {corpus: folder}}\n");
            assertThat(folder.problems("e"))
                    .contains("takes a whole number, not the value of ${env:SECRET}")
                    .doesNotContain("sk-12345");
        }

        @Test
        void mayHoldWhatYamlWouldMisread() {
            folder.set("ODD", "null").put("e.yaml", withPath("${env:ODD}"));
            assertThat(text(step(folder.read("e"), "books").with(), "path")).isEqualTo("null");
        }

        private String withPath(String path) {
            return "recipe: e\nsteps:\n  books: {corpus: folder, with: {path: \"" + path + "\"}}\n";
        }
    }

    @Nested
    class Rendering {

        @Test
        void readsBackAsTheSameRecipe() {
            Recipe recipe =
                    folder.read("victorian", "title='a: \"b\" # c'", "books.note=\"two\\nlines\"", "base.x=\"\"");
            String yaml = recipe.render(path -> false);
            folder.put("again.yaml", yaml);
            assertThat(folder.read("again").render(path -> false)).isEqualTo(yaml);
            assertThat(folder.read("again").title()).isEqualTo("a: \"b\" # c");
            assertThat(text(step(folder.read("again"), "books").with(), "note")).isEqualTo("two\nlines");
            assertThat(text(step(folder.read("again"), "base").with(), "x")).isEmpty();
        }

        @Test
        void looksAsAPersonWouldWriteIt() {
            folder.put(
                    "small.yaml", "recipe: small\nsteps: {books: {corpus: folder, filters: [era, {a: {b: 1.10}}]}}\n");
            assertThat(folder.read("small").render(path -> false)).isEqualTo("""
                            recipe: small
                            steps:
                              books:
                                corpus: folder
                                filters:
                                  - era
                                  - a:
                                      b: 1.10
                            """);
        }

        @Test
        void leavesSecretsInTheEnvironment() {
            folder.put(
                    "s.yaml",
                    "recipe: s\nsteps: {a: {corpus: b, with: {key: '${env:BLBOOKS}', pin: 1234, path: c}}}\n");
            String yaml = folder.read("s")
                    .render(path -> path.equals(List.of("steps", "a", "with", "key"))
                            || path.equals(List.of("steps", "a", "with", "pin")));
            assertThat(yaml).contains("key: \"${env:BLBOOKS}\"", "pin: \"(secret)\"", "path: c");
        }
    }
}
