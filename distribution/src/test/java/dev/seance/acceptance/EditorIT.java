// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Recipes in an editor: {@code yaml-language-server} from npm, which VS Code's YAML extension runs, with the schema of an
 * installation that has a stranger's plugin. Skipped where there is no Node or npm cannot fetch.
 */
@Tag("full")
class EditorIT {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static JsonNode answers;

    /** Asks everything at once: the server takes two seconds to start. */
    @BeforeAll
    static void ask() throws IOException, InterruptedException {
        Path scratch = Places.fresh("editor");
        Seance seance = Seance.in(Files.createDirectories(scratch.resolve("user é")));
        Path jar = ThirdPartyPlugin.almanac(scratch).jar(scratch.resolve("almanac.jar"));
        seance.run("plugins", "install", jar.toString()).exits(0);
        Path schema = scratch.resolve("schema.json");
        Files.writeString(schema, seance.run("recipes", "schema").exits(0).out());

        ArrayNode job = MAPPER.createArrayNode();
        ask(job, schema, "completion", 3, 12, "steps:", "  books:", "    corpus: ");
        ask(job, schema, "completion", 5, 6, "steps:", "  books:", "    corpus: almanac", "    with:", "      ");
        ask(job, schema, "hover", 4, 12, "steps:", "  books:", "    corpus: almanac", "    with: {days: 60}");
        ask(job, schema, "mistakes", 0, 0, "steps:", "  books:", "    corpus: almanach");
        ask(
                job,
                schema,
                "mistakes",
                0,
                0,
                "steps:",
                "  books:",
                "    corpus: almanac",
                "    with: {days: 400, moon: 1}");
        ask(
                job,
                schema,
                "mistakes",
                0,
                0,
                "plugins: {corpus-almanac: [1]}",
                "steps:",
                "  books:",
                "    corpus: almanac");
        ask(job, schema, "mistakes", 0, 0, "plugins: {corpus-almanac: 1.2.0}", "steps: {books: {corpus: almanac}}");
        answers = answer(scratch, job);
    }

    /** The line counts from that of the recipe's name, which is the second of the file. */
    private static void ask(ArrayNode job, Path schema, String what, int line, int character, String... recipe) {
        job.addObject()
                .put(
                        "text",
                        "# yaml-language-server: $schema=" + schema.toUri() + "\nrecipe: weather\n"
                                + String.join("\n", recipe) + "\n")
                .put("ask", what)
                .put("line", line + 1)
                .put("character", character);
    }

    private static JsonNode answer(Path scratch, ArrayNode job) throws IOException, InterruptedException {
        Path script = Path.of("..", "docs", "scripts", "yaml-language-server.mjs")
                .toAbsolutePath()
                .normalize();
        Path out = scratch.resolve("answers.json");
        ProcessBuilder node = new ProcessBuilder("node", script.toString())
                .redirectInput(Files.writeString(scratch.resolve("job.json"), job.toString())
                        .toFile())
                .redirectOutput(out.toFile())
                .redirectError(scratch.resolve("errors.txt").toFile());
        node.environment()
                .putIfAbsent(
                        "NPM_CLIENTS", Seance.HOME.resolveSibling("npm-clients").toString());
        Process process;
        try {
            process = node.start();
        } catch (IOException e) {
            assumeTrue(false, "there is no node");
            throw e;
        }
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assumeTrue(process.exitValue() != 3, "npm cannot bring yaml-language-server");
        assertThat(process.exitValue())
                .as(Files.readString(scratch.resolve("errors.txt")))
                .isZero();
        return MAPPER.readTree(out.toFile());
    }

    private static List<String> all(int question, String field) {
        return answers.get(question).findValuesAsText(field);
    }

    @Test
    void completesPluginsWithWhatTheyAre() {
        assertThat(all(0, "label")).contains("almanac", "folder", "packages");
        assertThat(all(0, "says")).contains("A page of weather a day.");
    }

    @Test
    void completesAPluginsOptions() {
        assertThat(all(1, "label")).contains("days").doesNotContain("path");
    }

    @Test
    void explainsAnOption() {
        assertThat(answers.get(2).asText()).contains("Days of the year");
    }

    @Test
    void marksMistakesAtTheirLine() {
        assertThat(all(3, "line")).containsExactly("4");
        assertThat(all(3, "says")).singleElement().asString().contains("\"almanac\"", "\"folder\"");
        assertThat(all(4, "says"))
                .anyMatch(says -> says.contains("above the maximum of 366"))
                .anyMatch(says -> says.contains("Property moon is not allowed"));
        assertThat(all(5, "line")).containsExactly("2");
    }

    @Test
    void marksNothingInARecipeWithoutMistakes() {
        assertThat(answers.get(6)).isEmpty();
    }
}
