// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seance.api.testing.LlmService;
import dev.seance.api.testing.LlmService.Fault;
import dev.seance.api.testing.LlmServiceBatches.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Language models at work in a recipe: a service that fails in every way, kills, a budget, a key. */
class LanguageModelIT {

    private static final String KEY = "sk-nowhere-on-disk-1837";
    private static final int CONCURRENCY = 8;
    private static final int SCENES = 300;
    private static final Pattern EXCHANGES = Pattern.compile("(\\d+) questions");

    private static final AtomicInteger ANSWERS = new AtomicInteger();

    private static final String RECIPE = """
            recipe: written
            era: {from: 1837, to: 1899, language: English}
            steps:
              books:
                corpus: folder
                with: {path: books}
              scenes:
                synthetic: scenes-llm
                from: books
                filters: [anachronisms]
                with: {llm: clerk, name: Mr. Quill, conversations: %d}
            llms:
              clerk:
                provider: openai
                base-url: "${env:SERVICE}/v1"
                key-env: CLERKS_KEY
                timeout: 3
                model: a-model
                concurrency: %d
                # A cent a token, which is a word here.
                price: {input: 10000, output: 10000, as-of: 2026-03-31}
            """.formatted(SCENES, CONCURRENCY);

    private final LlmService service = LlmService.answering(LanguageModelIT::conversation);

    @AfterEach
    void stop() {
        service.close();
    }

    private static String conversation(String asked) {
        Matcher count = EXCHANGES.matcher(asked);
        int exchanges = count.find() ? Integer.parseInt(count.group(1)) : 1;
        // No two answers alike: what is nearly an earlier one is dropped.
        Random words = new Random(ANSWERS.incrementAndGet());
        StringBuilder answer = new StringBuilder();
        for (int i = 0; i < exchanges; i++) {
            answer.append("Q: What of that?\nA: It is a matter, sir, upon which")
                    .append(words.ints(12, 0, 10_000)
                            .mapToObj(" w%d"::formatted)
                            .collect(Collectors.joining()))
                    .append(".\n");
        }
        return answer.toString();
    }

    private Seance prepared(String name) throws IOException {
        Path folder = Places.fresh(name);
        Files.writeString(folder.resolve("written.yaml"), RECIPE);
        InventedBooks.write(folder.resolve("books"), 3, 1000, 1);
        return Seance.in(folder).with("SERVICE", service.address()).with("CLERKS_KEY", KEY);
    }

    @Test
    @Tag("full")
    void asksOnThroughFaultsAndKillsAndBuysNothingTwice() throws Exception {
        Seance seance = prepared("fautes \u00e9crites");
        Random luck = new Random(1837);
        service.meeting(request -> fault(luck));
        for (int i = 0; i < 3; i++) {
            Started run = seance.start("run", "written.yaml");
            int enough = service.requests() + 40;
            while (service.requests() < enough) {
                Thread.sleep(5);
            }
            run.kill();
        }
        seance.run("run", "written.yaml").exits(0);

        JsonNode log = log(seance);
        // What came whole and was read is an answer; of what a kill cut there is at most what was under way.
        int answers = log.at("/totals/answers").asInt();
        assertThat(answers).isEqualTo(SCENES);
        long cut = 0;
        for (JsonNode call : log.at("/calls")) {
            cut += call.get("ended").isNull() ? 1 : 0;
        }
        assertThat(cut).isLessThanOrEqualTo(3L * CONCURRENCY);
        assertThat(service.requests())
                .as("nothing was sent that is not in the log")
                .isLessThanOrEqualTo(log.at("/totals/calls").asInt());
        assertThat(log.at("/totals/usd").asDouble())
                .as("what the service bills is counted")
                .isGreaterThanOrEqualTo(0.01 * service.billedTokens() - 1e-6);

        List<String> dialogues = Files.readAllLines(
                seance.folder().resolve("runs/written/4/artifacts/scenes/dialogues.jsonl"), StandardCharsets.UTF_8);
        assertThat(dialogues).hasSize(SCENES);
        for (int i = 0; i < SCENES; i++) {
            assertThat(dialogues.get(i)).contains(String.format("\"scene-%06d\"", i + 1));
        }
        assertThat(seance.run("llm", "log", "written", "--last", "3").exits(0).out())
                .contains("scenes", "a-model", "300 answered");
        assertThatKeyIsNowhere(seance);
    }

    @Test
    @Tag("full")
    void asksInBatchesAndAfterKillsTakesTheirAnswers() throws Exception {
        Seance seance = prepared("batches");
        Files.writeString(
                seance.folder().resolve("written.yaml"),
                RECIPE.replace("provider: openai", "provider: anthropic\n    batch: true")
                        .replace("concurrency: " + CONCURRENCY, "concurrency: 100")
                        .replace("as-of", "batch-factor: 0.5, as-of"));
        double forecast = forecast(seance, SCENES).get("usd").asDouble();
        // The first run is killed before it hears the id of the batch that the service has.
        service.batches()
                .taking(Duration.ofSeconds(2))
                .meeting(call -> call == 1 ? Fault.STALLS : Fault.NONE)
                .ending(request -> request % 50 == 7 ? Result.EXPIRED : Result.SUCCEEDED);
        for (int batches = 1; batches <= 2; batches++) {
            int enough = batches;
            Started run = seance.start("run", "written.yaml");
            assertThat(run.says(said -> service.batches().count() >= enough)).isTrue();
            run.kill();
        }
        JsonNode cut = log(seance);
        assertThat(cut.at("/calls/150/ended").isNull()).as("under way").isTrue();
        Outcome last = seance.run("run", "written.yaml").exits(0);
        assertThat(last.err()).contains("] batch msgbatch_3 is under way with ");

        JsonNode log = log(seance);
        assertThat(log.at("/totals/answers").asInt()).isEqualTo(SCENES);
        int sent = service.batches().requests();
        assertThat(log.at("/totals/calls").asInt())
                .as("nothing is lost, and nothing asked twice but what expired")
                .isEqualTo(sent)
                .isEqualTo(SCENES + (sent + 43) / 50);
        assertThat(log.findValues("ended")).noneMatch(JsonNode::isNull);
        assertThat(log.at("/totals/usd").asDouble())
                .as("half of the price")
                .isCloseTo(0.005 * service.billedTokens(), within(1e-6))
                .isBetween(0.5 * forecast, 2 * forecast);
        assertThat(service.requests()).as("single requests").isZero();
        assertThat(Files.readAllLines(seance.folder().resolve("runs/written/3/artifacts/scenes/dialogues.jsonl")))
                .hasSize(SCENES);
        assertThatKeyIsNowhere(seance);
    }

    private static synchronized Fault fault(Random luck) {
        int number = luck.nextInt(100);
        Fault[] faults = {Fault.INTERNAL_ERROR, Fault.OVERLOADED, Fault.CUT, Fault.MALFORMED};
        return number < 16
                ? faults[number / 4]
                : number == 16 ? Fault.TOO_MANY_REQUESTS : number == 17 ? Fault.HANGS : Fault.NONE;
    }

    @Test
    void stopsBeforeTheBudgetIsSpentAndGoesOnWhenItIsRaised() throws Exception {
        Seance seance = prepared("budget");
        double forecast = forecast(seance, 100).get("usd").asDouble();
        String[] cheap = {"run", "written.yaml", "--set", "budget={usd: 230}", "--set", "scenes.conversations=100"};
        Outcome outcome = seance.run(cheap).isTheUsersMistake();
        assertThat(outcome.err()).contains("[scenes] the budget of $230.00 does not reach for the next request");
        assertThat(0.01 * service.billedTokens()).isBetween(205.0, 230.0);
        int asked = service.requests();
        assertThat(forecast(seance, 100).get("calls").asInt())
                .as("still to be asked")
                .isEqualTo(100 - asked);
        assertThat(forecast(seance, 100).get("answers").asInt())
                .as("enough to go by")
                .isEqualTo(asked);
        double all =
                0.01 * service.billedTokens() + forecast(seance, 100).get("usd").asDouble();

        seance.run("run", "written.yaml", "--set", "budget={usd: 2000}", "--set", "scenes.conversations=100")
                .exits(0);
        assertThat(service.requests()).as("each bought once").isEqualTo(100).isGreaterThan(asked);
        JsonNode log = log(seance);
        assertThat(log.at("/totals/usd").asDouble()).isCloseTo(0.01 * service.billedTokens(), within(1e-6));
        assertThat(forecast).isBetween(0.005 * service.billedTokens(), 0.02 * service.billedTokens());
        assertThat(all).isCloseTo(0.01 * service.billedTokens(), withinPercentage(15));
    }

    private static JsonNode forecast(Seance seance, int conversations) {
        JsonNode steps = seance.run("plan", "written.yaml", "--json", "--set", "scenes.conversations=" + conversations)
                .exits(0)
                .json()
                .get("steps");
        return steps.get(1).at("/estimate/llm");
    }

    @Test
    void aMissingKeyKeepsARunFromBeginningAndNoPlanFromBeingShown() throws Exception {
        Seance without = Seance.in(prepared("no key").folder()).with("SERVICE", service.address());
        // Of a server of one's own no key is asked; the service itself wants one.
        Files.writeString(
                without.folder().resolve("written.yaml"), RECIPE.replace("base-url: \"${env:SERVICE}/v1\"\n", "\n"));
        Outcome plan = without.run("plan", "written.yaml").exits(0);
        assertThat(plan.out() + plan.err()).contains("llm 'clerk'", "CLERKS_KEY is not set", "scenes");
        Outcome run = without.run("run", "written.yaml").isTheUsersMistake();
        assertThat(run.err()).contains("CLERKS_KEY is not set", "export CLERKS_KEY=");
        assertThat(without.folder().resolve("runs/store/corpus")).doesNotExist();
        assertThat(service.requests()).isZero();

        Outcome unknown = without.run("validate", "written.yaml", "--set", "scenes.llm=clark")
                .isTheUsersMistake();
        assertThat(unknown.err()).contains("'llm' names the language model 'clark'", "did you mean 'clerk'?");
    }

    private static JsonNode log(Seance seance) {
        return seance.run("llm", "log", "written", "--json", "--last", "100000")
                .exits(0)
                .json();
    }

    private static void assertThatKeyIsNowhere(Seance seance) throws IOException {
        for (String file : Places.files(seance.folder())) {
            String bytes = Files.readString(seance.folder().resolve(file), StandardCharsets.ISO_8859_1);
            assertThat(bytes.contains(KEY)).as("the key in %s", file).isFalse();
        }
    }
}
