// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What makes a finished step be made again, and what does not. */
class KeyIT {

    private static final String RECIPE = """
            recipe: keys
            era: {from: 1837, to: 1901}
            steps:
              books: {corpus: folder, with: {path: books}, filters: [{era: {undated: keep}}], validation-fraction: 0.2}
              vocabulary: {tokenizer: bpe, from: books, with: {size: 290}}
            """;

    private Seance seance;
    private Path folder;

    @BeforeEach
    void run(TestInfo test) throws IOException {
        folder = Places.fresh("keys " + test.getDisplayName().replaceAll("\\W", ""));
        Files.writeString(folder.resolve("keys.yaml"), RECIPE);
        InventedBooks.write(folder.resolve("books"), 5, 200, 1);
        seance = Seance.in(folder);
        seance.run("run", "keys.yaml").exits(0);
    }

    /** {@code HIT}, or the reason why not, by step. */
    private Map<String, String> plan(String... more) {
        return plan(seance, "keys.yaml", more);
    }

    private static Map<String, String> plan(Seance seance, String recipe, String... more) {
        String[] arguments = new String[3 + more.length];
        arguments[0] = "plan";
        arguments[1] = recipe;
        arguments[2] = "--json";
        System.arraycopy(more, 0, arguments, 3, more.length);
        Map<String, String> steps = new LinkedHashMap<>();
        for (JsonNode step : seance.run(arguments).exits(0).json().get("steps")) {
            boolean hit = step.get("cached").asBoolean();
            steps.put(step.get("name").asText(), hit ? "HIT" : step.get("why").asText());
        }
        return steps;
    }

    private static final Map<String, String> HITS = Map.of("books", "HIT", "vocabulary", "HIT");

    @Test
    void aTouchedFileChangesNothing() throws IOException {
        for (String book : Places.files(folder.resolve("books"))) {
            Files.setLastModifiedTime(folder.resolve("books").resolve(book), FileTime.from(Instant.now()));
        }
        assertThat(plan()).isEqualTo(HITS);
    }

    @Test
    void anotherSpellingOfAPathChangesNothing() {
        assertThat(plan("--set", "books.path=./books/../books")).isEqualTo(HITS);
        assertThat(plan("--set", "books.path=" + folder.resolve("books"))).isEqualTo(HITS);
    }

    @Test
    void movedBooksChangeNothing() throws IOException {
        Files.move(folder.resolve("books"), folder.resolve("Bücher, gezählt"));
        assertThat(plan("--set", "books.path=Bücher, gezählt")).isEqualTo(HITS);
    }

    @Test
    void aRenamedStepChangesNothing() throws IOException {
        Files.writeString(
                folder.resolve("renamed.yaml"),
                RECIPE.replace("books:", "library:").replace("from: books", "from: library"));
        assertThat(plan(seance, "renamed.yaml"))
                .containsOnlyKeys("library", "vocabulary")
                .containsValue("HIT");
        assertThat(plan(seance, "renamed.yaml").values()).containsOnly("HIT");
    }

    @Test
    void aStoreThatWasMovedChangesNothing() throws IOException {
        Files.move(folder.resolve("runs"), folder.resolve("läufe"));
        assertThat(plan("--runs", "läufe")).isEqualTo(HITS);
    }

    @Test
    void whatAFileHoldsIsMadeAnew() throws IOException {
        Path book = folder.resolve("books")
                .resolve(Places.files(folder.resolve("books")).get(0));
        FileTime time = Files.getLastModifiedTime(book);
        byte[] text = Files.readAllBytes(book);
        text[0] ^= 1;
        Files.write(book, text);
        Files.setLastModifiedTime(book, time);

        assertThat(plan())
                .containsEntry("books", "the source's data changed")
                .containsEntry("vocabulary", "waits for books");
    }

    @Test
    void aCorpusThatComesOutEqualLeavesWhatFollowsAHit() throws IOException {
        Files.writeString(folder.resolve("books/1999_A_Modern_Text.txt"), "A text that the era's filter drops.\n");

        Outcome run = seance.run("run", "keys.yaml").exits(0);

        assertThat(run.err()).contains("[books] MISS: the source's data changed", "[vocabulary] HIT: made ");
    }

    @Test
    void aStepsOwnSeedIsPartOfItsKeyAndNoOthers() throws IOException {
        assertThat(plan("--set", "vocabulary.seed=7"))
                .containsEntry("books", "HIT")
                .containsEntry("vocabulary", "seed: 0 -> 7");
    }

    @Nested
    class CodeOfAPlugin {

        private static final String WEATHER = """
                recipe: weather
                era: {from: 1837, to: 1901}
                steps:
                  books: {corpus: almanac, with: {days: 60}}
                """;

        private Seance theirs;
        private Path jar;
        private ThirdPartyPlugin plugin;

        @BeforeEach
        void install() throws IOException {
            Files.writeString(folder.resolve("weather.yaml"), WEATHER);
            plugin = ThirdPartyPlugin.almanac(folder);
            Path installation = ThirdPartyPlugin.installation(folder.resolve("installation"));
            jar = installation.resolve("plugins/almanac-1.2.0.jar");
            plugin.jar(jar);
            theirs = seance.installedIn(installation);
            theirs.run("run", "weather.yaml").exits(0);
        }

        private void rebuild() throws IOException {
            Files.delete(jar);
            plugin.file("org/example/words.txt", "another resource".getBytes(StandardCharsets.UTF_8))
                    .jar(jar);
        }

        @Test
        void isMadeAnewWhenItChangedThoughTheVersionDidNot() throws IOException {
            rebuild();
            assertThat(plan(theirs, "weather.yaml"))
                    .containsEntry("books", "the code of the plugin corpus-almanac changed");
        }

        @Test
        void isReusedWhenOnlyTheVersionChanged() throws IOException {
            Files.delete(jar);
            plugin.saying("Plugin-Version", "1.2.1").jar(jar);
            assertThat(plan(theirs, "weather.yaml")).containsEntry("books", "HIT");
        }

        @Test
        void isReusedWhenTheUserAcceptsItAndTheManifestSaysSo() throws IOException {
            rebuild();

            Outcome run =
                    theirs.run("run", "weather.yaml", "--accept-code", "books").exits(0);

            assertThat(run.err())
                    .contains("[books] HIT: accepted although the code of the plugin corpus-almanac changed");
            assertThat(plan(theirs, "weather.yaml")).containsEntry("books", "HIT");
            JsonNode books =
                    theirs.run("report", "weather", "--json").exits(0).json().at("/steps/0");
            Path manifest = folder.resolve(
                    "runs/store/corpus/" + books.get("fingerprint").asText() + "/manifest.json");
            assertThat(new ObjectMapper()
                            .readTree(manifest.toFile())
                            .get("acceptedFrom")
                            .asText())
                    .matches("[0-9a-f]{64}")
                    .isNotEqualTo(books.get("fingerprint").asText());
        }

        @Test
        void isNotAcceptedWhenMoreThanCodeChanged() throws IOException {
            rebuild();
            Outcome run = theirs.run("run", "weather.yaml", "--set", "books.days=61", "--accept-code", "books");
            assertThat(run.isTheUsersMistake().err())
                    .contains("--accept-code: the store has no artifact of step 'books'");
        }
    }
}
