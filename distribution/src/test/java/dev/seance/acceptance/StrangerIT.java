// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * From nothing to plugins that work, as somebody does it who has the distribution, a JDK and Maven: {@code plugins new} for
 * every point there is a template for, the examples of {@code docs/examples} copied, all of them built and tested by Maven,
 * checked, installed, and used in one recipe.
 */
@Tag("full")
class StrangerIT {

    private static final List<String> POINTS = List.of(
            "architecture", "corpus", "dialogue", "evaluate", "export", "filter", "llm", "synthetic", "tokenizer");
    private static final List<String> EXAMPLES = List.of("corpus-almanac", "llm-http", "model-neox");

    /** A plugin of each kind in one recipe. */
    private static final String RECIPE = """
            recipe: strangers
            era: {from: 1837, to: 1901, language: English}
            seed: 7
            backend: {pytorch: {device: cpu, precision: fp32, threads: 1}}
            llms:
              shell:
                provider: my-llm
                model: shell
                command: [sh, -c, "cat > /dev/null; echo 'What do you say of it, sir?'"]
            steps:
              books:
                corpus: my-corpus
                with: {path: texts}
                filters: [my-filter, era]
                validation-fraction: 0.2
              vocabulary: {tokenizer: my-tokenizer, from: books, with: {size: 300}}
              base:
                trainer: pretrain
                from: [books, vocabulary]
                model: {architecture: my-architecture, depth: 2, context: 64}
                with: {steps: 20, batch-tokens: 1024, micro-batch: 16}
              pairs: {dialogue: my-dialogue, from: books}
              beginnings: {synthetic: my-synthetic, from: books}
              questions:
                synthetic: verbatim-replies
                from: books
                with: {llm: shell, passages: 5, min-words: 5, max-words: 400, max-similarity: 1}
              words: {evaluate: my-evaluate, from: books}
              reading: {evaluate: bits-per-byte, from: [books, base]}
              vectors: {export: my-export, from: base}
            """;

    private static Seance seance;
    private static Instant began;

    @BeforeAll
    static void buildAsAStranger() throws IOException {
        began = Instant.now();
        seance = Seance.in(Places.fresh("a stranger"));
        for (String point : POINTS) {
            seance.run("plugins", "new", "my-" + point, "--point", point, "--package", "org.stranger.of" + point)
                    .exits(0);
        }
        for (String example : EXAMPLES) {
            Places.copy(
                    Seance.HOME.resolve("../../../docs/examples").resolve(example),
                    seance.folder().resolve(example));
        }
        writeTexts();
        maven().exits(0);
        for (String plugin : plugins()) {
            String jar = jar(plugin);
            assertThat(seance.run("plugins", "verify", jar).exits(0).out()).contains(": valid");
            seance.run("plugins", "install", jar).exits(0);
        }
    }

    private static List<String> plugins() {
        return Stream.concat(POINTS.stream().map(point -> "my-" + point), EXAMPLES.stream())
                .toList();
    }

    private static String jar(String plugin) throws IOException {
        Path target = seance.folder().resolve(plugin).resolve("target");
        String name = Places.files(target).stream()
                .filter(file -> file.matches("[^/]+-\\d[.\\d]+\\.jar"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no jar in " + target));
        return target.resolve(name).toString();
    }

    /** One Maven for all of them: what each costs beside its own work is Maven's start. */
    private static Outcome maven() throws IOException {
        StringBuilder modules = new StringBuilder();
        plugins().forEach(name -> modules.append("<module>").append(name).append("</module>"));
        Files.writeString(seance.folder().resolve("pom.xml"), """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>org.stranger</groupId>
                  <artifactId>all</artifactId>
                  <version>1</version>
                  <packaging>pom</packaging>
                  <modules>%s</modules>
                </project>
                """.formatted(modules));
        List<String> command = new ArrayList<>(StrangersMaven.command(seance.folder()));
        command.add("verify");
        return seance.program(command.toArray(String[]::new));
    }

    @Test
    void aPluginOfEachKindWorksInOneRecipe() throws IOException {
        Files.writeString(seance.folder().resolve("strangers.yaml"), RECIPE);
        seance.run("run", "strangers.yaml").exits(0);
        assertThat(Duration.between(began, Instant.now()))
                .as("from nothing to the end of a run with all of them")
                .isLessThan(Duration.ofMinutes(10));

        Map<String, JsonNode> steps = new TreeMap<>();
        JsonNode report = seance.run("report", "strangers", "--json").exits(0).json();
        report.get("steps").forEach(step -> steps.put(step.get("name").asText(), step.get("metrics")));
        assertThat(steps.get("books").get("documentsIn").asInt()).isEqualTo(41);
        assertThat(steps.get("books").get("documentsOut").asInt())
                .as("the table of figures is dropped")
                .isEqualTo(40);
        assertThat(steps.get("pairs").get("dialogues").asInt()).isPositive();
        assertThat(steps.get("beginnings").get("dialogues").asInt()).isPositive();
        assertThat(steps.get("questions").get("dialogues").asInt()).isEqualTo(5);
        assertThat(steps.get("words").get("differentWords").asInt()).isGreaterThan(40);
        // A bigram that learnt nothing needs log2 of 300 bits a token of hardly more than a byte.
        assertThat(steps.get("reading").get("bitsPerByte").asDouble()).isBetween(0.5, 6.0);
        assertThat(exported())
                .anyMatch(file -> file.endsWith("vectors.tsv"))
                .anyMatch(file -> file.endsWith("metadata.tsv"));
    }

    private static List<String> exported() throws IOException {
        return Places.files(seance.folder().resolve("runs"));
    }

    private static void writeTexts() throws IOException {
        Path texts = Files.createDirectories(seance.folder().resolve("texts"));
        for (int file = 0; file < 4; file++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 10; i++) {
                text.append(InventedBooks.book(300, 10 * file + i))
                        .append("\n\nQ. What is the use of number ")
                        .append(i)
                        .append("?\nA. It is of none, sir.\n* * *\n");
            }
            Files.writeString(texts.resolve("volume-" + file + ".txt"), text + (file == 0 ? "1 2 3 4 5 six\n" : ""));
        }
    }

    @Test
    void theExamplesOfTheTemplatesAreRightRecipes() throws IOException {
        for (String point : POINTS) {
            seance.run("validate", "my-" + point + "/example.yaml").exits(0);
        }
    }

    @Test
    void saysWhatANameOrAPointLacks() {
        assertThat(mistake("My_Corpus", "corpus")).contains("My_Corpus", "hyphens");
        assertThat(mistake("document", "corpus")).contains("a class Document");
        assertThat(mistake("string", "corpus")).contains("a class String");
        assertThat(mistake("my-engine", "backend")).contains("no template for 'backend'", "tokenizer");
        assertThat(mistake("my-corpus", "corpus")).contains("my-corpus exists already");
        assertThat(seance.run("plugins", "new", "mine", "--point", "corpus", "--package", "com.new")
                        .isTheUsersMistake()
                        .err())
                .contains("no Java package");
    }

    private static String mistake(String name, String point) {
        return seance.run("plugins", "new", name, "--point", point)
                .isTheUsersMistake()
                .err();
    }
}
