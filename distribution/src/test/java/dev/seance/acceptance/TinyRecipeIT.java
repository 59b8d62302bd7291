// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
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
                .contains("250 steps of 8,192 tokens")
                .doesNotContain("HIT ");
        JsonNode json = seance.run("plan", "victorian-tiny", "--json").exits(0).json();
        assertThat(json.get("problems")).isEmpty();
        assertThat(json.get("steps")).hasSize(9);
    }
}
