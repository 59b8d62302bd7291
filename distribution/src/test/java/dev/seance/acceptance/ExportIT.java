// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A model is taken away: by a step of a recipe or by the command, whole or not at all. */
class ExportIT {

    private static final String[] LLAMA = {
        "run", MicroRun.RECIPE, "--until", "base", "--set", "base.model={architecture: llama, depth: 1, context: 64}"
    };

    @Test
    void aLlamaBecomesAFolderThatOtherProgramsLoad() throws IOException {
        Seance seance = MicroRun.prepared("export \u00e9");
        seance.run(LLAMA).exits(0);
        JsonNode answer = seance.run("export", "micro", "--to", "taken/hf", "--as", "huggingface", "--json")
                .exits(0)
                .json();
        Path folder = seance.folder().resolve("taken/hf");
        assertThat(answer.get("step").asText()).isEqualTo("base");
        assertThat(answer.get("files"))
                .extracting(JsonNode::asText)
                .contains("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json", "README.md")
                .allSatisfy(file -> assertThat(folder.resolve(file)).isNotEmptyFile());
        try (var files = Files.list(folder.getParent())) {
            assertThat(files).as("nothing unfinished beside it").hasSize(1);
        }
        assertThat(Files.getPosixFilePermissions(folder))
                .as("for whoever may read the folder it is in")
                .isEqualTo(Files.getPosixFilePermissions(folder.getParent()));
        Outcome again = seance.run("export", "micro", "--to", "taken/hf", "--as", "huggingface")
                .isTheUsersMistake();
        assertThat(again.err()).contains("--to taken/hf: there is something in it");
    }

    @Test
    void aLlamaBecomesOneFileForLlamaCppWithACardOfItsRun() throws IOException {
        Seance seance = MicroRun.prepared("export gguf");
        String recipe = with(seance, "export: gguf, from: base, with: {type: f16, licence: cc0-1.0}", "llama");
        seance.run("run", recipe, "--until", "take").exits(0);
        Path taken = seance.folder().resolve("runs/taken/1/exports/take");
        assertThat(taken.resolve("model-F16.gguf")).isNotEmptyFile();
        assertThat(Files.readString(taken.resolve("README.md")))
                .contains("license: cc0-1.0", "# The Least of Novelists", "1837 to 1901, English", "## Data: books")
                .contains("| era |", "pretrain", "bitsPerByte");
        JsonNode answer = seance.run("export", "taken", "--to", "away", "--as", "gguf", "--json")
                .exits(0)
                .json();
        assertThat(answer.get("files")).extracting(JsonNode::asText).containsExactly("model-Q8_0.gguf", "README.md");
    }

    @Test
    void whatAFormatCannotHoldIsSaidByThePlan() throws IOException {
        Seance seance = MicroRun.finished().seance();
        for (String format : List.of("gguf", "huggingface")) {
            String recipe = with(seance, "export: " + format + ", from: chat", "nanochat");
            assertThat(seance.run("plan", recipe).isTheUsersMistake().err())
                    .contains(recipe + ":5", "no architecture 'nanochat'", "architecture: llama");
        }
    }

    /** The recipe with an export, of a model of that architecture. */
    private static String with(Seance seance, String export, String architecture) throws IOException {
        String recipe = """
                recipe: taken
                extends: ./micro.yaml
                steps:
                  base: {model: {architecture: %s, depth: 1, context: 64}}
                  take: {%s}
                """.formatted(architecture, export);
        Files.writeString(seance.folder().resolve("taken.yaml"), recipe);
        return "taken.yaml";
    }

    @Test
    void whatTheFormatCannotHoldIsSaidAndNothingWritten() throws IOException {
        Seance seance = MicroRun.finished().seance();
        Outcome refused = seance.run("export", "micro", "--to", "taken", "--as", "huggingface")
                .isTheUsersMistake();
        assertThat(refused.err()).contains("no architecture 'nanochat'", "architecture: llama");
        assertThat(seance.folder().resolve("taken")).doesNotExist();
    }
}
