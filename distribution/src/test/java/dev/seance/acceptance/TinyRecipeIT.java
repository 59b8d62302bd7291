// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The recipe everybody begins with, before its texts are fetched: planning uses no network. */
class TinyRecipeIT {

    private static Seance seance;

    @BeforeAll
    static void arrive() throws IOException {
        // A proxy nobody listens at: whatever tries the network fails.
        seance = Seance.in(Places.fresh("tiny"))
                .with("npm_config_registry", "http://127.0.0.1:9/")
                .with("HTTPS_PROXY", "http://127.0.0.1:9/")
                .with("HTTP_PROXY", "http://127.0.0.1:9/");
    }

    @Test
    void isValid() {
        seance.run("validate", "victorian-tiny").exits(0);
    }

    @Test
    void isPlannedWithItsDerivedSizes() {
        Outcome plan = seance.run("plan", "victorian-tiny").exits(0);
        assertThat(plan.out())
                .contains("4 layers, width 256, 2 heads of 128, context 256, vocabulary 4,096")
                .contains("at most 250 steps of 8,192 tokens, or as many as fit into 4 minutes")
                .containsPattern("about 4 minutes; the steps, and with them the FLOPs, are known once")
                .doesNotContain("HIT ");
        JsonNode json = seance.run("plan", "victorian-tiny", "--json").exits(0).json();
        assertThat(json.get("problems")).isEmpty();
        assertThat(json.get("steps")).hasSize(9);
    }

    @Test
    void hasABudgetOfMinutesThatStepsReplace() {
        JsonNode minutes = estimateOfBase();
        assertThat(minutes.has("steps")).isFalse();
        assertThat(minutes.has("flops")).isFalse();
        assertThat(minutes.get("minutes").asDouble()).isEqualTo(4);
        assertThat(minutes.get("hours").asDouble()).isEqualTo(4.0 / 60);
        JsonNode steps = estimateOfBase("--set", "base.steps=600");
        assertThat(steps.get("steps").asInt()).isEqualTo(600);
        assertThat(steps.has("minutes")).isFalse();
        assertThat(steps.get("flops").asDouble()).isPositive();
    }

    private static JsonNode estimateOfBase(String... more) {
        List<String> arguments = new ArrayList<>(List.of("plan", "victorian-tiny", "--json"));
        arguments.addAll(List.of(more));
        JsonNode plan = seance.run(arguments.toArray(String[]::new)).exits(0).json();
        return StreamSupport.stream(plan.get("steps").spliterator(), false)
                .filter(step -> step.get("name").asText().equals("base"))
                .findFirst()
                .orElseThrow()
                .get("estimate");
    }
}
