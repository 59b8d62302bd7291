// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seance.api.testing.LlmService;
import dev.seance.api.testing.LlmService.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The whole of {@code victorian.yaml}, every step, at about a thousandth of its size: real books as the British Library
 * published them, a service that speaks Anthropic's protocol and bills by its own rules, kills, and a budget that does not
 * reach.
 */
class ThousandthIT {

    private static final String KEY = "sk-ant-thousandth-0123456789";
    private static final String[] LLM_STEPS = {"questions", "scenes", "edges"};
    private static final double INPUT_USD = 1e-6;
    private static final double OUTPUT_USD = 5e-6;
    private static final Pattern EXCHANGES = Pattern.compile("(\\d+) questions and their answers");

    private final Random words = new Random(1899);
    private final LlmService service = LlmService.answering(this::answer);
    private Seance seance;

    @AfterEach
    void stop() {
        service.close();
    }

    /** A question of a few words, or a conversation; lengths and words are the service's own. */
    private synchronized String answer(String asked) {
        Matcher count = EXCHANGES.matcher(asked);
        int exchanges =
                count.find() ? Integer.parseInt(count.group(1)) : asked.contains("one question and its answer") ? 1 : 0;
        if (exchanges == 0) {
            return "So what about " + said(4 + words.nextInt(14)) + "?";
        }
        StringBuilder conversation = new StringBuilder();
        for (int i = 0; i < exchanges; i++) {
            conversation
                    .append("Q: And what of ")
                    .append(said(2 + words.nextInt(8)))
                    .append("?\nA: It is, sir, a matter of ")
                    .append(said(20 + words.nextInt(60)))
                    .append(".\n");
        }
        return conversation.toString();
    }

    private String said(int count) {
        return words.ints(count, 0, 5000)
                .mapToObj(number -> "w" + Integer.toString(number, 36).replaceAll("\\d", "e"))
                .collect(Collectors.joining(" "));
    }

    private static String[] command(String name, String... more) {
        List<String> command = new ArrayList<>(List.of(name, "victorian"));
        for (String value : List.of(
                "books.validation-fraction=0.1",
                "vocabulary.size=2048",
                "base.model={architecture: nanochat, depth: 2, context: 256, windows: L}",
                "base.batch-tokens=4096",
                "base.micro-batch=8",
                "base.steps=30",
                "base.checkpoint-every=5",
                "questions.pairs=190",
                "scenes.conversations=80",
                "edges.conversations=20",
                "chat.batch-sequences=4",
                "chat.micro-batch=4",
                "chat.steps=10",
                "chat.checkpoint-every=3",
                "polish.batch-sequences=4",
                "polish.micro-batch=4",
                "polish.steps=4",
                "reading.max-documents=1",
                "manners.count=12",
                "manners.sampling.max-tokens=24",
                "audit.sampling.max-tokens=24",
                "audit.repeats=1",
                "llms.haiku.base-url=${env:SERVICE}",
                "llms.haiku.concurrency=4",
                "llms.haiku.timeout=3")) {
            command.add("--set");
            command.add(value);
        }
        command.addAll(List.of(more));
        return command.toArray(String[]::new);
    }

    @Test
    @Tag("full")
    void theWholeRecipeThroughKillsAndABudget() throws Exception {
        Path library = Path.of(System.getProperty("seance.shared", "")).resolve("corpora/blbooks-sample/jsonl");
        assumeTrue(Files.isDirectory(library), "no shared corpora here");
        seance = Seance.in(Places.fresh("un milli\u00e8me"))
                .with("BLBOOKS", library.toString())
                .with("SERVICE", service.address() + "/v1")
                .with("ANTHROPIC_API_KEY", KEY);
        Random luck = new Random(7);
        service.meeting(request -> fault(luck));
        Map<String, JsonNode> before = forecasts();
        assertThat(before.keySet()).containsExactly(LLM_STEPS);

        // Killed while it trains; then a budget ends it among the questions.
        kill("\\[base\\] step 0: ", () -> false, "--set", "budget={usd: 0.03}");
        Outcome outcome =
                seance.run(command("run", "--set", "budget={usd: 0.03}")).isTheUsersMistake();
        assertThat(outcome.err())
                .contains("[base]", "[questions] the budget of $0.03 does not reach", "raise budget.usd");
        assertThat(billed()).isBetween(0.02, 0.03);
        JsonNode after = forecasts().get("questions");
        assertThat(after.get("answers").asInt()).as("enough to go by").isGreaterThanOrEqualTo(50);
        double spent = usd("questions");

        // Killed among the questions and among the scenes, and gone on from there.
        int asked = service.requests();
        kill("", () -> service.requests() > asked + 15);
        kill("", () -> step("scenes") > 20);
        seance.run(command("run")).exits(0);

        double questions = usd("questions");
        assertThat(spent + after.get("usd").asDouble())
                .as("what was spent and the forecast after 50 answers")
                .isCloseTo(questions, withinPercentage(15));
        Map<String, JsonNode> report = new LinkedHashMap<>();
        JsonNode summary = seance.run("report", "victorian", "--json").exits(0).json();
        summary.get("steps").forEach(step -> report.put(step.get("name").asText(), step.get("metrics")));
        double all = 0;
        for (String step : LLM_STEPS) {
            double actual = report.get(step).get("llmUsd").asDouble();
            assertThat(actual).as("what the log says of " + step).isCloseTo(usd(step), withinPercentage(0.1));
            assertThat(before.get(step).get("usd").asDouble())
                    .as("the forecast of " + step + " before its first call")
                    .isBetween(actual / 2, actual * 2);
            assertThat(report.get(step).get("llmForecastUsd").asDouble())
                    .as("the forecast of " + step + " in the report")
                    .isCloseTo(before.get(step).get("usd").asDouble(), withinPercentage(0.1));
            all += actual;
        }
        assertThat(all).as("what the service bills is counted").isGreaterThanOrEqualTo(billed() - 1e-9);
        assertThat(summary.get("usd").asDouble()).isCloseTo(all, withinPercentage(0.1));
        JsonNode log = log();
        assertThat(service.requests())
                .as("nothing was sent that is not in the log")
                .isLessThanOrEqualTo(log.at("/totals/calls").asInt());
        assertThat(log.at("/totals/answers").asInt())
                .as("an answer for each that was wanted, one more where a form was not kept")
                .isBetween(290, 300);
        String page = Files.readString(seance.folder().resolve("runs/victorian/5/report.html"));
        assertThat(page).contains("What it cost", "Dialogues, side by side");
        assertThatKeyIsNowhere();
    }

    /** In all 10 % faults, of each kind that costs nothing or is billed. */
    private static synchronized Fault fault(Random luck) {
        int number = luck.nextInt(100);
        Fault[] faults = {Fault.INTERNAL_ERROR, Fault.OVERLOADED, Fault.CUT, Fault.MALFORMED};
        return number < 8 ? faults[number / 2] : number == 8 ? Fault.TOO_MANY_REQUESTS : Fault.NONE;
    }

    private void kill(String said, BooleanSupplier far, String... more) throws InterruptedException {
        Started run = seance.start(command("run", more));
        if (!said.isEmpty()) {
            Pattern pattern = Pattern.compile(said);
            assertThat(run.says(err -> pattern.matcher(err).find()))
                    .as("it says " + said)
                    .isTrue();
        } else {
            long end = System.nanoTime() + Seance.PATIENCE.toNanos();
            while (!far.getAsBoolean() && System.nanoTime() < end) {
                Thread.sleep(20);
            }
        }
        run.kill();
    }

    private Map<String, JsonNode> forecasts() {
        Map<String, JsonNode> forecasts = new LinkedHashMap<>();
        JsonNode plan = seance.run(command("plan", "--json")).exits(0).json();
        plan.get("steps").forEach(step -> {
            if (step.at("/estimate/llm").isObject()) {
                forecasts.put(step.get("name").asText(), step.at("/estimate/llm"));
            }
        });
        return forecasts;
    }

    private JsonNode log(String... more) {
        List<String> command = new ArrayList<>(List.of("llm", "log", "victorian", "--json", "--last", "100000"));
        command.addAll(List.of(more));
        return seance.run(command.toArray(String[]::new)).exits(0).json();
    }

    private double usd(String step) {
        return log("--step", step).at("/totals/usd").asDouble();
    }

    /** How many requests about conversations the service has had. */
    private int step(String step) {
        assertThat(step).isEqualTo("scenes");
        return (int) service.bodies().stream()
                .filter(body ->
                        body.contains("question and its answer") || body.contains("questions and their answers"))
                .count();
    }

    /** What the service would charge. */
    private double billed() {
        return service.billedInputTokens() * INPUT_USD + service.billedOutputTokens() * OUTPUT_USD;
    }

    private void assertThatKeyIsNowhere() throws IOException {
        for (String file : Places.files(seance.folder())) {
            String bytes = Files.readString(seance.folder().resolve(file), StandardCharsets.ISO_8859_1);
            assertThat(bytes.contains(KEY)).as("the key in %s", file).isFalse();
        }
        assertThat(service.keys().stream().distinct().toList())
                .as(String.format(Locale.ROOT, "the key of all %d requests", service.requests()))
                .containsExactly(KEY);
    }
}
