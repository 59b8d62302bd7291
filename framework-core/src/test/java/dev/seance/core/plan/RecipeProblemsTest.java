// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.core.fakes.FakeInstallation;
import dev.seance.core.fakes.Recipes;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users read when a recipe cannot be run as it stands, word for word. */
class RecipeProblemsTest {

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

    /** The first lines of all problems of the whole recipe after a change. */
    private String after(String from, String to) throws IOException {
        assertThat(Recipes.WHOLE).contains(from);
        return lines(installation.problems(Recipes.WHOLE.replace(from, to)));
    }

    private static String lines(String problems) {
        return String.join(
                "\n",
                problems.lines()
                        .filter(line -> line.startsWith("recipe.yaml"))
                        .map(line -> line.replaceFirst("recipe.yaml:", ""))
                        .toList());
    }

    @Test
    void theWholeRecipeHasNone() throws IOException {
        assertThat(installation.problems(Recipes.WHOLE)).isEmpty();
    }

    @Test
    void anUnknownStep() throws IOException {
        assertThat(after("{tokenizer: bytes, from: books}", "{tokenizer: bytes, from: bocks}"))
                .isEqualTo("9:40: step 'vocabulary' takes from 'bocks', and there is no such step; did you mean"
                        + " 'books'? (have: books, base, pairs, scenes, chat, audit, files)");
    }

    @Test
    void aCircle() throws IOException {
        assertThat(lines(installation.problems("""
                                        recipe: round
                                        steps:
                                          a: {synthetic: echo, from: b}
                                          b: {synthetic: echo, from: c}
                                          c: {synthetic: echo, from: a}
                                        """)))
                .isEqualTo("5:30: step 'c' takes from 'a', which itself waits for 'c'; break the circle");
    }

    @Test
    void aStepTwice() throws IOException {
        assertThat(after("from: [base, pairs, scenes]", "from: [base, pairs, pairs]"))
                .isEqualTo("19:49: 'from' of step 'chat' names 'pairs' twice");
    }

    @Test
    void aWrongKindAndWhatIsMissingForIt() throws IOException {
        assertThat(after("{dialogue: quotes, from: books}", "{dialogue: quotes, from: vocabulary}"))
                .isEqualTo("""
                        14:3: step 'pairs' needs a corpus in its 'from', has 0 (steps that make a corpus: books)
                        14:35: 'vocabulary' makes a vocabulary, which dialogue 'quotes' does not take (it takes a corpus)""");
    }

    @Test
    void anExportTakenFrom() throws IOException {
        assertThat(after("from: [books, chat]", "from: [books, files]"))
                .isEqualTo(
                        "20:42: 'files' makes files outside the store, which evaluate 'count' does not take (it takes"
                                + " 0 or more corpora, optionally a model)");
    }

    @Test
    void tooMany() throws IOException {
        assertThat(after("{export: copy, from: chat}", "{export: copy, from: [chat, base]}"))
                .isEqualTo("21:3: step 'files' takes a model, its 'from' names 2");
    }

    @Test
    void tooFewAndNobodyMakesAny() throws IOException {
        assertThat(lines(installation.problems("""
                                        recipe: bare
                                        steps:
                                          vocabulary: {tokenizer: bytes}
                                        """)))
                .isEqualTo("3:3: step 'vocabulary' needs a corpus in its 'from', has 0; no step of this recipe makes a"
                        + " corpus");
    }

    @Test
    void noBackend() throws IOException {
        assertThat(after("backend: toy\n", "")).isEqualTo("""
                        9:3: step 'base' trains, and the recipe names no backend; add one at the top, such as 'backend: toy'
                        18:3: step 'chat' trains, and the recipe names no backend; add one at the top, such as 'backend: toy'""");
    }

    @Test
    void anUnknownBackendOnce() throws IOException {
        assertThat(after("backend: toy", "backend: tory"))
                .isEqualTo("3:10: there is no backend 'tory'; did you mean 'toy'? (have: toy)");
    }

    @Test
    void noModel() throws IOException {
        assertThat(after("    model: {architecture: toy, depth: 1, width: 32, heads: 2, context: 16}\n", ""))
                .isEqualTo("10:3: step 'base' needs a 'model', such as 'model: {architecture: toy, depth: 4}'");
    }

    @Test
    void aModelOnAFinetune() throws IOException {
        assertThat(after("from: [base, pairs, scenes]}", "from: [base, pairs, scenes], model: {depth: 2}}"))
                .isEqualTo("19:65: step 'chat' trains a model that exists already; take its 'model' out");
    }

    @Test
    void tagsOnAFinetune() throws IOException {
        assertThat(after("from: [base, pairs, scenes]}", "from: [base, pairs, scenes], tags: '[{year}]'}"))
                .isEqualTo("19:3: step 'chat' trains a model that exists already, which keeps the tags it was trained"
                        + " with; take its 'tags' out");
    }

    @Test
    void tagsOfAnotherForm() throws IOException {
        String model = "    model: {architecture: toy, depth: 1, width: 32, heads: 2, context: 16}\n";
        assertThat(after(model, model + "    tags: '[year]'\n"))
                .isEqualTo(
                        "14:11: 'tags' of step 'base': the tag [year] names no field; a field stands in braces, such as"
                                + " [{year}]");
    }

    @Test
    void aModelWithoutAnArchitecture() throws IOException {
        assertThat(after("architecture: toy, ", ""))
                .isEqualTo("13:12: the model of step 'base' needs an 'architecture' (have: toy, unsupported)");
        assertThat(after("architecture: toy", "architecture: [toy]"))
                .isEqualTo("13:27: architecture takes a name, not a list");
    }

    @Test
    void anArchitectureThatIsNotInstalled() throws IOException {
        assertThat(after("architecture: toy", "architecture: toi"))
                .isEqualTo("13:27: there is no architecture 'toi'; did you mean 'toy'? (have: toy, unsupported)");
    }

    @Test
    void anOptionThatTheArchitectureDoesNotHave() throws IOException {
        assertThat(after("width: 32", "wodth: 32"))
                .isEqualTo("13:42: unknown option 'wodth' of the model of step 'base'; did you mean 'width'?"
                        + " (have: depth, width, heads, context, windows)");
    }

    @Test
    void anArchitectureWithoutAProgramForTheBackend() throws IOException {
        assertThat(after("architecture: toy", "architecture: unsupported"))
                .isEqualTo(
                        "13:27: backend 'toy' cannot build architecture 'unsupported' of step 'base': it runs programs"
                                + " of the format toy, and the architecture has abacus; use another backend or another"
                                + " architecture");
    }

    @Test
    void aModelThatDoesNotFit() throws IOException {
        assertThat(after("heads: 2", "heads: 3"))
                .startsWith("13:12: the model of step 'base': ")
                .contains("32", "3")
                .hasLineCount(1);
    }

    @Test
    void unknownPluginsAndFilters() throws IOException {
        assertThat(after("corpus: letters", "corpus: letter"))
                .isEqualTo("6:13: there is no corpus source 'letter'; did you mean 'letters'? (have: folder, letters)");
        assertThat(after("[long-enough]", "[long-enouhg: {words: 3}]"))
                .isEqualTo("8:15: there is no filter 'long-enouhg'; did you mean 'long-enough'? (have: long-enough)");
        assertThat(after("provider: parrot", "provider: carrot"))
                .isEqualTo("23:21: there is no LLM provider 'carrot'; did you mean 'parrot'? (have: parrot)");
    }

    @Test
    void batchesWhereThereAreNone() throws IOException {
        assertThat(after("provider: parrot", "batch: true, provider: parrot"))
                .isEqualTo("23:34: llm 'polly' says 'batch: true', and the provider 'parrot' takes no batches;"
                        + " leave 'batch' out");
        assertThat(after("provider: parrot", "batch: yes, provider: parrot"))
                .isEqualTo("23:18: 'batch' of llm 'polly' takes true or false, not 'yes'");
        assertThat(after("provider: parrot", "price: {input: 1, output: 5, batch-factor: 50}, provider: parrot"))
                .isEqualTo("23:54: 'batch-factor' of the price of llm 'polly' takes a number from 0 to 1, not '50'");
    }

    @Test
    void pluginsInOtherVersionsThanPinned() throws IOException {
        assertThat(pinned("plugins: {fakes: 1.0.0}")).isEmpty();
        assertThat(pinned("plugins: {fakes: 1.10}"))
                .startsWith("1:11: the recipe pins plugin 'fakes' to 1.10, and 1.0.0 is installed (");
        assertThat(pinned("plugins: {my-corpus: 1.2.0}"))
                .isEqualTo("1:11: the recipe pins plugin 'my-corpus' to 1.2.0, and it is not installed; install it with"
                        + " 'seance plugins install', by its file or its Maven coordinates (group:my-corpus:1.2.0)");
        assertThat(pinned("plugins: {fakes: [1.0.0]}"))
                .isEqualTo("1:18: plugin 'fakes' takes the version it is pinned to, such as 1.2.0, not a list");
        assertThat(pinned("plugins: {fakes: }"))
                .isEqualTo("1:17: plugin 'fakes' takes the version it is pinned to, such as 1.2.0, not ''");
    }

    private String pinned(String plugins) throws IOException {
        return lines(installation.problems(plugins + "\n" + Recipes.WHOLE));
    }

    @Test
    void aDozenAreToldTogetherInTheOrderOfTheFile() throws IOException {
        assertThat(installation.problems("""
                                recipe: dozen
                                colour: mauve
                                steps:
                                  books:
                                    corpus: letters
                                    validation-fraction: 0.9
                                    filters: [long-enuff, {long-enough: {words: few}}]
                                    with: {documents: 27}
                                  vocabulary: {tokenizer: bites, from: books}
                                  base: {trainer: pretrain, from: [books, vocabulary]}
                                  chat: {trainer: finetune, from: [bass, pairs]}
                                  pairs: {dialogue: quotes, from: [books, chat]}
                                """)).isEqualTo("""
                        recipe.yaml:2:1: unknown key 'colour' in the recipe (have: recipe, title, extends, era, seed, budget, backend, plugins, steps, llms)
                          colour: mauve
                          ^
                        recipe.yaml:6:26: 'validation-fraction' of step 'books' is 0.9; it is the fraction of documents for validation, from 0 to 0.5
                              validation-fraction: 0.9
                                                   ^
                        recipe.yaml:7:15: there is no filter 'long-enuff'; did you mean 'long-enough'? (have: long-enough)
                              filters: [long-enuff, {long-enough: {words: few}}]
                                        ^
                        recipe.yaml:7:49: words: 'few' is not a whole number
                              filters: [long-enuff, {long-enough: {words: few}}]
                                                                          ^
                        recipe.yaml:8:23: documents 27 is above 26
                              with: {documents: 27}
                                                ^
                        recipe.yaml:9:27: there is no tokenizer 'bites'; did you mean 'bytes'? (have: bytes)
                            vocabulary: {tokenizer: bites, from: books}
                                                    ^
                        recipe.yaml:10:3: step 'base' needs a 'model', such as 'model: {architecture: toy, depth: 4}'
                            base: {trainer: pretrain, from: [books, vocabulary]}
                            ^
                        recipe.yaml:10:3: step 'base' trains, and the recipe names no backend; add one at the top, such as 'backend: toy'
                            base: {trainer: pretrain, from: [books, vocabulary]}
                            ^
                        recipe.yaml:11:3: step 'chat' trains, and the recipe names no backend; add one at the top, such as 'backend: toy'
                            chat: {trainer: finetune, from: [bass, pairs]}
                            ^
                        recipe.yaml:11:36: step 'chat' takes from 'bass', and there is no such step; did you mean 'base'? (have: books, vocabulary, base, pairs)
                            chat: {trainer: finetune, from: [bass, pairs]}
                                                             ^
                        recipe.yaml:12:43: 'chat' makes a model, which dialogue 'quotes' does not take (it takes a corpus)
                            pairs: {dialogue: quotes, from: [books, chat]}
                                                                    ^
                        recipe.yaml:12:43: step 'pairs' takes from 'chat', which itself waits for 'pairs'; break the circle
                            pairs: {dialogue: quotes, from: [books, chat]}
                                                                    ^""");
    }
}
