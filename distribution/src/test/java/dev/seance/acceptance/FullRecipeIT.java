// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The full recipe, on a machine that has neither its books nor its accelerator. */
class FullRecipeIT {

    private static Seance seance;

    @BeforeAll
    static void arrive() throws IOException {
        seance = Seance.in(Places.fresh("full"));
    }

    @Test
    void isPlannedInNumbersThatCanBeChecked() {
        String text = seance.run("plan", "victorian").exits(0).out();
        assertThat(text)
                .contains("18 layers, width 1152, 9 heads of 128, context 2,048, vocabulary 32,768")
                .contains("701,891,594 parameters: matrices 286,654,464, embeddings 37,748,736,"
                        + " value embeddings 339,738,624, head 37,748,736, scalars ")
                .contains("324,403,200 of them in matrix products")
                .containsPattern("6,496 steps of 524,288 tokens, 2\\.\\d+e\\+09 FLOPs a token")
                .contains("computes on cpu or cuda in fp32 or bf16");
        JsonNode plan = seance.run("plan", "victorian", "--json", "--device", "h100")
                .exits(0)
                .json();
        assertThat(plan.get("problems").get(0).get("message").asText()).contains("books' does not exist");
        JsonNode estimate = step(plan, "base").get("estimate");
        long matrices = 18L * 12 * 1152 * 1152;
        long table = 32768L * 1152;
        JsonNode parameters = estimate.get("parameters");
        assertThat(parameters.get("matrices").asLong()).isEqualTo(matrices);
        assertThat(parameters.get("head").asLong()).isEqualTo(table);
        assertThat(matrices + table).as("what 10.5 tokens each are for").isEqualTo(324_403_200L);
        assertThat(parameters.get("total").asLong()).isEqualTo(701_891_594L);
        assertThat(parameters.get("valueEmbeddings").asLong()).isEqualTo(9 * table);
        assertThat(parameters.get("matmul").asLong()).isEqualTo(matrices + table);
        JsonNode windows = estimate.get("windows");
        assertThat(windows).hasSize(18);
        assertThat(windows.get(17).asInt()).isEqualTo(2048);
        long looks = 0;
        for (JsonNode window : windows) {
            looks += window.asLong();
        }
        assertThat(estimate.get("flopsPerToken").asDouble()).isEqualTo(6.0 * 324_403_200 + 12.0 * 1152 * looks);
        assertThat(estimate.get("memoryBytes").asLong())
                .as("what an H100 of 80 GB has to hold: more than twelve bytes a matrix' weight and sixteen another's")
                .isBetween(12 * matrices + 16 * 11 * table, 80_000_000_000L);
        assertThat(estimate.get("remarks")).isEmpty();
        assertThat(text).containsPattern("at most \\d+\\.?\\d* GB of memory with a micro-batch of 32");
        assertThat(estimate.get("steps").asLong()).isEqualTo(6496);
        assertThat(estimate.get("tokensPerStep").asLong()).isEqualTo(524_288);
        assertThat(estimate.get("hours").asDouble()).isBetween(2.0, 12.0);
        // Seven dollars an hour, in cents.
        assertThat(estimate.get("usd").asDouble())
                .isCloseTo(7 * estimate.get("hours").asDouble(), within(0.01));
    }

    @Test
    void showsWhatItDerivesAndWhatOverridesIt() {
        JsonNode derived = step(
                        seance.run("plan", "victorian", "--json").exits(0).json(), "base")
                .at("/estimate/derived");
        assertThat(derived.get("steps").asText())
                .isEqualTo("6,496 (10.5 tokens for each of 324,403,200 parameters, in whole steps)");
        assertThat(derived.get("optimizer.matrices").asText())
                .startsWith(
                        "muon, learning rate 0.02; momentum 0.85 to 0.97 in 400 steps, down to 0.9 as the learning rate"
                                + " falls;")
                .contains("weight decay 0.09503 (0.28 x 0.3394 for the size of this model)");
        assertThat(seance.run("plan", "victorian", "--set", "base.optimizer.matrices.learning-rate=0.03")
                        .exits(0)
                        .out())
                .contains("optimizer.matrices: muon, learning rate 0.03 (as given); ")
                .contains(
                        "optimizer.head: adamw, learning rate 0.006532 (0.008 x 0.8165 for width 1152); betas 0.8 and 0.96;");
        assertThat(seance.run("plan", "victorian", "--set", "base.optimizer={matrices: {rule: adamw}}")
                        .exits(0)
                        .out())
                .contains("optimizer.matrices: adamw, learning rate 0.001333 (0.002 x 0.6667 for width 1152); ");
    }

    @Test
    void hasACousinInAShapeThatOtherProgramsLoad() {
        JsonNode base =
                step(seance.run("plan", "victorian-llama", "--json").exits(0).json(), "base");
        assertThat(base.at("/estimate/parameters/total").asLong()).isEqualTo(340_825_088L);
        JsonNode model = base.at("/estimate/model");
        assertThat(model.get("architecture").asText()).isEqualTo("llama");
        assertThat(model.get("layers").asInt()).isEqualTo(18);
        assertThat(model.get("width").asInt()).isEqualTo(1024);
        assertThat(model.get("heads").asInt()).isEqualTo(16);
        assertThat(model.get("kv_heads").asInt()).isEqualTo(4);
        assertThat(model.get("mlp_width").asInt()).isEqualTo(4096);
    }

    @Test
    void saysWhatItsLanguageModelWillCostAndThatItsKeyIsMissing() {
        Outcome plan = seance.run("plan", "victorian", "--device", "h100").exits(0);
        assertThat(plan.out())
                .contains("at most 190,000 requests to haiku", "at $1.00 and $5.00 a million tokens (2026-03-31)")
                .contains("llm 'haiku': the environment variable ANTHROPIC_API_KEY is not set")
                .containsPattern("To be spent: about \\$1\\d\\d\\.\\d\\d\\.");
        double base = step(
                        seance.run("plan", "victorian-rules", "--device", "h100", "--json")
                                .exits(0)
                                .json(),
                        "base")
                .at("/estimate/usd")
                .asDouble();
        assertThat(seance.run("plan", "victorian-rules", "--device", "h100")
                        .exits(0)
                        .out())
                .as("nothing is bought but the accelerator's hours of the base model")
                .doesNotContain("requests to", "ANTHROPIC_API_KEY")
                .contains(String.format(Locale.ROOT, "To be spent: about $%.2f.", base));
        for (String recipe : new String[] {"georgian", "edwardian"}) {
            assertThat(seance.run("plan", recipe).exits(0).out())
                    .as(recipe)
                    .contains("at most 20,000 requests to haiku")
                    .doesNotContain("Chatterbox");
        }
    }

    @Test
    void wantsNoKeyForStepsThatAskNobody() throws IOException {
        Seance own = Seance.in(Places.fresh("until books"));
        InventedBooks.write(own.folder().resolve("books"), 3, 2000, 1);
        own.with("BOOKS", "books")
                .run(
                        "run",
                        "edwardian",
                        "--until",
                        "vocabulary",
                        "--set",
                        "era={from: 1800, to: 1900}",
                        "--set",
                        "vocabulary.size=400")
                .exits(0);
    }

    private static JsonNode step(JsonNode plan, String name) {
        return StreamSupport.stream(plan.get("steps").spliterator(), false)
                .filter(step -> step.get("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void doesNotRunWithoutItsBooks() throws IOException {
        Outcome run = seance.run("run", "victorian").isTheUsersMistake();
        Golden.check("victorian-without-books", seance, run.err());
        assertThat(seance.folder().resolve("runs")).doesNotExist();
    }
}
