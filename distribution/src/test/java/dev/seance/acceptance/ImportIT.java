// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A model goes out as another program's files and comes back as a model that every command takes. */
class ImportIT {

    @Test
    void aCheckpointOfNanochatIsTakenTalkedToAndTrainedFurther() throws IOException {
        Seance seance = MicroRun.prepared("import \u00e9");
        seance.run("run", MicroRun.RECIPE, "--until", "base").exits(0);
        seance.run("export", "micro", "--to", "taken", "--as", "nanochat", "--with", "tables=fp32", "--with", "step=30")
                .exits(0);
        Outcome imported =
                seance.run("import", "taken/model_000030.pt", "--to", "again").exits(0);
        assertThat(imported.out())
                .contains("a model of architecture nanochat with")
                .contains("seance complete again");
        Path ours = seance.folder().resolve("runs/store/model");
        Map<String, Path> artifacts = MicroRun.artifacts(seance);
        Path made = artifacts.get("base");
        Path taken;
        try (var models = Files.list(ours)) {
            taken = models.filter(model -> !model.equals(made)).findFirst().orElseThrow();
        }
        assertThat(taken.resolve("model.safetensors")).hasSameBinaryContentAs(made.resolve("model.safetensors"));
        String before = seance.run("complete", "micro", "It was", "--temperature", "0")
                .exits(0)
                .out();
        assertThat(seance.run("complete", "again", "It was", "--temperature", "0")
                        .exits(0)
                        .out())
                .isEqualTo(before);

        // The same in a recipe, as the base of a fine-tuning.
        Files.writeString(seance.folder().resolve("further.yaml"), """
                recipe: further
                extends: ./micro.yaml
                steps:
                  base: {import: nanochat, with: {path: taken}}
                  vocabulary: null
                """);
        JsonNode plan = seance.run("plan", "further.yaml", "--json").exits(0).json();
        assertThat(plan.get("problems")).isEmpty();
        seance.run("run", "further.yaml", "--until", "chat").exits(0);
        assertThat(seance.run("chat", "further", "--once", "Good evening.", "--max-tokens", "5")
                        .exits(0)
                        .out())
                .isNotBlank();
        assertThat(seance.run("plan", "further.yaml").exits(0).out()).containsPattern("HIT +base: import nanochat");
    }

    @Test
    void filesOfNobodyAreRefusedWithTheFormatsThereAre() throws IOException {
        Seance seance = Seance.in(Places.fresh("import nothing"));
        Files.writeString(seance.folder().resolve("model.bin"), "what is this");
        Outcome refused = seance.run("import", "model.bin", "--to", "again").isTheUsersMistake();
        assertThat(refused.err()).contains("no importer recognizes these files", "huggingface", "nanochat", "--as");
        Outcome named = seance.run("import", "model.bin", "--as", "nanochat", "--to", "again")
                .isTheUsersMistake();
        assertThat(named.err()).contains("has no model_NNNNNN.pt");
        assertThat(seance.folder().resolve("runs")).doesNotExist();
    }

    @Test
    void aVocabularyThatExistsIsTakenAsItIs() throws IOException {
        Seance seance = MicroRun.prepared("load vocabulary");
        seance.run("run", MicroRun.RECIPE, "--until", "vocabulary").exits(0);
        Path vocabulary = MicroRun.artifacts(seance).get("vocabulary");
        Files.writeString(seance.folder().resolve("taken.yaml"), """
                recipe: taken
                steps:
                  vocabulary: {tokenizer: bpe, with: {load: %s}}
                """.formatted(
                        seance.folder().relativize(vocabulary)));
        seance.run("run", "taken.yaml").exits(0);
        JsonNode steps = seance.run("report", "taken", "--json").exits(0).json().get("steps");
        assertThat(steps.get(0).at("/metrics/entries").asInt()).isEqualTo(600);
        Outcome missing = seance.run("plan", "taken.yaml", "--set", "vocabulary.load=nowhere")
                .isTheUsersMistake();
        assertThat(missing.err()).contains("there is no vocabulary at");
        Outcome both = seance.run("plan", MicroRun.RECIPE, "--set", "vocabulary.load=" + vocabulary)
                .isTheUsersMistake();
        assertThat(both.err()).contains("takes nothing");
    }
}
