// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** From a folder of books to a conversation, and what can be seen of it afterwards. */
class MainJobIT {

    private static final List<String> STEPS =
            List.of("books", "vocabulary", "base", "pairs", "scenes", "chat", "reading", "manners");

    private static MicroRun micro;
    private static Seance seance;

    @BeforeAll
    static void run() throws IOException {
        micro = MicroRun.finished();
        seance = micro.seance();
    }

    @Test
    void leavesAnArtifactWithAManifestForEachStep() throws IOException {
        Map<String, Path> artifacts = MicroRun.artifacts(seance);
        assertThat(artifacts.keySet()).containsExactlyInAnyOrderElementsOf(STEPS);
        for (Map.Entry<String, Path> artifact : artifacts.entrySet()) {
            String manifest = Files.readString(artifact.getValue().resolve("manifest.json"));
            assertThat(manifest).contains("\"step\" : \"" + artifact.getKey() + "\"");
        }
        assertThat(artifacts.get("chat")).isDirectoryContaining("glob:**/model.safetensors");
        assertThat(Files.readString(seance.folder().resolve("runs/micro/1/report.html")))
                .contains("The Least of Novelists");
        System.out.printf("micro ran in %.1f s%n", micro.outcome().seconds());
    }

    @Test
    void repliesOnceAndToStandardOutputAlone() {
        Outcome reply = seance.run("chat", "micro", "--once", "Good evening. Who are you?")
                .exits(0);
        assertThat(reply.out().strip()).isNotEmpty().doesNotContain("> ", "\n");
        assertThat(reply.err()).isEmpty();
    }

    @Test
    void tagsGoFromTheRecipeToTheChat() throws IOException {
        Seance tagged = MicroRun.prepared("tagged");
        String[] asked = {MicroRun.RECIPE, "--set", "base.tags='[{title}][{year}]'"};
        assertThat(tagged.run("plan", asked[0], asked[1], asked[2]).exits(0).out())
                .contains("before each document's text: [{title}][{year}]");
        tagged.run("run", asked[0], asked[1], asked[2]).exits(0);
        assertThat(tagged.run("chat", "micro", "--tag", "year=1862", "--once", "Who are you?")
                        .exits(0)
                        .out())
                .isNotBlank();
        assertThat(tagged.run("chat", "micro", "--tag", "kind=novel", "--once", "Who?")
                        .exits(2)
                        .err())
                .isEqualTo(
                        "seance: --tag kind: the model of step 'chat' was trained with the tags [{title}][{year}] (have: title,"
                                + " year)\n");
        assertThat(seance.run("chat", "micro", "--tag", "year=1862", "--once", "Who?")
                        .exits(2)
                        .err())
                .isEqualTo(
                        "seance: --tag: the model of step 'chat' was trained without tags; leave it out, or train with 'tags'"
                                + " in the recipe\n");
    }

    @Test
    @Tag("full")
    void systemPromptGoesFromTheRecipeToTheChat() throws IOException {
        Seance prompted = MicroRun.prepared("prompted");
        String[] asked = {MicroRun.RECIPE, "--set", "chat.system='You keep a light.'"};
        assertThat(prompted.run("plan", asked[0], asked[1], asked[2]).exits(0).out())
                .contains("before each conversation: You keep a light.");
        prompted.run("run", asked[0], asked[1], asked[2]).exits(0);
        assertThat(prompted.type("/system\n/quit\n", "chat", "micro").exits(0).out())
                .contains("(it is told: You keep a light.)");
        assertThat(prompted.type("/system\n/quit\n", "chat", "micro", "--system", "Be brief.")
                        .exits(0)
                        .out())
                .contains("(it is told: Be brief.)");
        assertThat(prompted.run("plan", MicroRun.RECIPE, "--set", "base.system=Hm")
                        .exits(2)
                        .err())
                .contains(
                        "step 'base' trains on texts, which no system prompt stands before; give 'system' to the step that"
                                + " learns from dialogues");
    }

    @Test
    void talksUntilQuit() {
        Outcome talk = seance.type("Good evening.\n\nAnd what then?\n/quit\nnobody hears this\n", "chat", "micro")
                .exits(0);
        assertThat(talk.out()).startsWith("This is The Least of Novelists");
        assertThat(talk.out().split("> ", -1)).hasSize(5);
        assertThat(talk.out()).contains("(a new conversation)");
        assertThat(seance.type("", "chat", "micro").exits(0).out()).contains("/quit");
    }

    @Test
    void readsItsWeightsInTheFormatThatIsAskedFor() {
        assertThat(seance.type("Good evening.\n", "chat", "micro", "--weights", "int8")
                        .exits(0)
                        .out())
                .startsWith("This is The Least of Novelists (step chat, weights in int8).");
        assertThat(seance.run("complete", "micro", "The keeper", "--weights", "int3")
                        .exits(2)
                        .err())
                .contains("--weights int3", "int8");
    }

    @Test
    void takesEverythingFromTheStoreTheSecondTime() throws IOException {
        JsonNode plan = seance.run("plan", MicroRun.RECIPE, "--json").exits(0).json();
        assertThat(why(plan).values()).allMatch(why -> why.startsWith("made "));
        assertThat(seance.run("plan", MicroRun.RECIPE).exits(0).out().lines().filter(line -> line.startsWith("HIT ")))
                .hasSize(STEPS.size());

        List<String> before = Places.files(micro.store());
        // Some twenty times a bare start of Java; a step made again would be hundreds.
        double limit = 200 * Floor.seconds();
        Outcome again = seance.run("run", MicroRun.RECIPE).exits(0);
        assertThat(again.err()).doesNotContain("MISS");
        assertThat(again.err().lines().filter(line -> line.contains("] HIT: "))).hasSize(STEPS.size());
        assertThat(again.seconds()).isLessThan(limit);
        assertThat(Places.files(micro.store())).isEqualTo(before);
        System.out.printf("the second run took %.1f s of at most %.1f%n", again.seconds(), limit);
    }

    @Test
    void saysWhichOptionMakesWhichStepsAnew() {
        Map<String, String> steps = misses("base.steps=31");
        assertThat(steps).containsOnlyKeys("base", "chat", "reading", "manners");
        assertThat(steps.get("base")).contains("steps: 30 -> 31");
        assertThat(steps.get("chat")).isEqualTo("waits for base");

        Map<String, String> minutes = misses("base.steps={minutes: 2}");
        assertThat(minutes.get("base")).contains("steps: 30 -> none", "steps.minutes: none -> 2");

        Map<String, String> scenes = misses("scenes.conversations=101");
        assertThat(scenes).containsOnlyKeys("scenes", "chat", "reading", "manners");
        assertThat(scenes.get("scenes")).contains("conversations: 100 -> 101");

        assertThat(misses("books.validation-fraction=0.2")).containsOnlyKeys(STEPS.toArray(String[]::new));
    }

    @Test
    void makesNothingAnewForAnOptionThatOnlyWatches() {
        assertThat(misses("base.sample-every=1")).isEmpty();
        assertThat(misses("chat.resume=true")).isEmpty();
        assertThat(misses("base.resume=elsewhere").get("base")).contains("resume: none -> elsewhere");
    }

    private static Map<String, String> misses(String override) {
        JsonNode plan = seance.run("plan", MicroRun.RECIPE, "--json", "--set", override)
                .exits(0)
                .json();
        Map<String, String> why = why(plan);
        plan.get("steps").forEach(step -> {
            if (step.get("cached").asBoolean()) {
                why.remove(step.get("name").asText());
            }
        });
        return why;
    }

    private static Map<String, String> why(JsonNode plan) {
        Map<String, String> why = new LinkedHashMap<>();
        plan.get("steps")
                .forEach(step ->
                        why.put(step.get("name").asText(), step.get("why").asText()));
        return why;
    }

    @Test
    void reportsTheFiguresOfEachStep() {
        JsonNode report = seance.run("report", "micro/1", "--json").exits(0).json();
        Map<String, JsonNode> steps = new LinkedHashMap<>();
        report.get("steps").forEach(step -> steps.put(step.get("name").asText(), step));
        assertThat(steps.keySet()).containsExactlyInAnyOrderElementsOf(STEPS);
        assertThat(steps.values())
                .allSatisfy(step -> assertThat(step.get("seconds").asDouble()).isPositive());

        JsonNode books = steps.get("books").get("metrics");
        assertThat(books.get("documentsIn").asInt()).isEqualTo(30);
        assertThat(books.get("documentsOut").asInt()).isEqualTo(30);
        assertThat(books.get("wordsIn").asLong()).isGreaterThan(90_000);
        assertThat(books.get("wordsOut").asLong()).isGreaterThan(90_000);
        assertThat(steps.get("books").at("/funnel/stages"))
                .extracting(stage -> stage.get("filter").asText())
                .containsExactly("era", "unwrap", "length", "exact-duplicates");

        for (String trained : List.of("base", "chat")) {
            JsonNode metrics = steps.get(trained).get("metrics");
            assertThat(metrics.get("tokensPerSecond").asDouble()).isPositive();
            assertThat(metrics.get("mfu").asDouble()).isPositive();
            assertThat(metrics.get("paddingFraction").asDouble()).isBetween(0.0, 0.5);
            assertThat(metrics.get("outsideEngineFraction").asDouble()).isBetween(0.0, 0.9);
            assertThat(seance.folder().resolve("runs/micro/1/tensorboard").resolve(trained))
                    .isDirectoryContaining("glob:**/events.out.tfevents.*");
            assertThat(metrics.get("bitsPerByte").asDouble())
                    .as("bits per byte of " + trained + ", which fall as it learns")
                    .isLessThan(metrics.get("bitsPerByteBefore").asDouble());
        }
        assertThat(steps.get("reading").get("metrics")).isNotEmpty();
        assertThat(seance.run("report", "micro/1").exits(0).out()).contains("report: ");
    }

    @Test
    void listsAndShowsRuns() {
        assertThat(seance.run("runs", "list").exits(0).out()).contains("micro/1", "The Least of Novelists");
        JsonNode first = seance.run("runs", "list", "--json").exits(0).json().get(0);
        assertThat(first.get("run").asText()).isEqualTo("micro/1");
        assertThat(first.get("state").asText()).isEqualTo("finished");
        assertThat(seance.run("runs", "show", "micro/1").exits(0).out()).contains("recipe: micro", "model");
    }

    @Test
    void listsShowsAndCopiesRecipes() {
        assertThat(seance.run("recipes", "list").exits(0).out())
                .contains("victorian ", "victorian-llama ", "victorian-tiny ");
        String tiny = seance.run("recipes", "show", "victorian-tiny").exits(0).out();
        assertThat(tiny).contains("recipe: victorian-tiny");
        assertThat(seance.run("recipes", "copy", "victorian-tiny", "mine.yaml")
                        .exits(0)
                        .out())
                .contains("mine.yaml");
        assertThat(seance.folder().resolve("mine.yaml")).hasContent(tiny);
        assertThat(seance.run("recipes", "copy", "victorian-tiny", "mine.yaml")
                        .isTheUsersMistake()
                        .err())
                .contains("mine.yaml exists already");
        JsonNode schema = seance.run("recipes", "schema").exits(0).json();
        assertThat(schema.get("$schema").asText()).contains("draft-07");
        assertThat(schema.toString()).contains("conversations", "batch-tokens");
    }

    @Test
    void listsPluginsAndTheirOptions() {
        assertThat(seance.run("plugins", "list").exits(0).out())
                .contains("corpus     folder", "backend    pytorch", "evaluate   ");
        assertThat(seance.run("plugins", "info", "bpe").exits(0).out()).contains("size", "default");
    }

    @Test
    void answersScriptsInJson() {
        assertThat(seance.run("validate", MicroRun.RECIPE, "--json").exits(0).out())
                .isEqualToIgnoringWhitespace("{\"problems\":[],\"notes\":[]}");
        JsonNode problem = seance.run("validate", MicroRun.RECIPE, "--json", "--set", "base.stepz=3")
                .exits(2)
                .json()
                .get("problems")
                .get(0);
        assertThat(names(problem)).containsExactly("file", "line", "column", "message");

        JsonNode plan = seance.run("plan", MicroRun.RECIPE, "--json").exits(0).json();
        assertThat(plan.get("problems")).isEmpty();
        assertThat(plan.get("steps")).hasSize(STEPS.size()).allSatisfy(step -> assertThat(names(step))
                .contains("name", "kind", "plugin", "from", "fingerprint", "cached", "why", "estimate"));
        JsonNode base = plan.get("steps").get(STEPS.indexOf("base"));
        assertThat(base.get("from").toString()).isEqualTo("[\"books\",\"vocabulary\"]");
        JsonNode estimate = base.get("estimate");
        assertThat(names(estimate.get("parameters")))
                .containsExactly("total", "matrices", "embeddings", "valueEmbeddings", "head", "scalars", "matmul");
        assertThat(estimate.get("steps").asInt()).isEqualTo(30);
        assertThat(estimate.get("tokensPerStep").asInt()).isEqualTo(1024);
        assertThat(estimate.get("flopsPerToken").asDouble()).isPositive();
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
