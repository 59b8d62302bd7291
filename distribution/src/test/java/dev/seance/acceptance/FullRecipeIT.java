// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
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
                .contains("18 layers, width 1,152, 9 heads of 128, context 2,048, vocabulary 32,768")
                .contains("701,891,594 parameters: matrices 286,654,464, embeddings 37,748,736,"
                        + " value embeddings 339,738,624, head 37,748,736, scalars ")
                .contains("324,403,200 of them count for scaling")
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
        assertThat(parameters.get("scaling").asLong()).isEqualTo(matrices + table);
        JsonNode windows = estimate.get("windows");
        assertThat(windows).hasSize(18);
        assertThat(windows.get(17).asInt()).isEqualTo(2048);
        long looks = 0;
        for (JsonNode window : windows) {
            looks += window.asLong();
        }
        assertThat(estimate.get("flopsPerToken").asDouble()).isEqualTo(6.0 * 324_403_200 + 12.0 * 1152 * looks);
        assertThat(estimate.get("steps").asLong()).isEqualTo(6496);
        assertThat(estimate.get("tokensPerStep").asLong()).isEqualTo(524_288);
        assertThat(estimate.get("hours").asDouble()).isBetween(2.0, 12.0);
        assertThat(estimate.get("usd").asDouble()).isBetween(1.0, 40.0);
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
