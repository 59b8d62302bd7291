// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.nanochatfiles;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.TrainedModel;
import dev.seance.kit.export.ModelCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Writes what says what the weights are: meta_NNNNNN.json, from which nanochat builds the model, and a model card. */
final class DescriptionFiles {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final TrainedModel model;
    private final NanochatOptions options;

    DescriptionFiles(TrainedModel model, NanochatOptions options) {
        this.model = model;
        this.options = options;
    }

    List<Path> write(Path folder) throws IOException {
        Path meta = Path.of(String.format(Locale.ROOT, "meta_%06d.json", options.step()));
        Files.writeString(folder.resolve(meta), meta().toPrettyString() + "\n");
        Files.writeString(folder.resolve("README.md"), card());
        return List.of(meta, Path.of("README.md"));
    }

    /** The fields of {@code GPTConfig} are {@code model_config}; nanochat hands them all to it, so there are no others. */
    private ObjectNode meta() {
        ModelConfig config = model.config();
        ObjectNode meta = MAPPER.createObjectNode();
        meta.put("step", options.step());
        ObjectNode dimensions = meta.putObject("model_config");
        dimensions.put("sequence_len", config.context());
        dimensions.put("vocab_size", config.vocabularySize());
        dimensions.put("n_layer", config.layers());
        dimensions.put("n_head", config.heads());
        dimensions.put("n_kv_head", config.kvHeads());
        dimensions.put("n_embd", config.width());
        dimensions.put("window_pattern", config.windows().pattern());
        // What chat_sft looks up of the run before it; it has defaults of its own.
        meta.putObject("user_config");
        return meta;
    }

    private String card() {
        return ModelCard.of(
                model,
                "",
                options.licence(),
                String.format(Locale.ROOT, """
                        In nanochat's folder (`NANOCHAT_BASE_DIR`, else `~/.cache/nanochat`) the files belong here:

                        - `chatsft_checkpoints/d%d/`: `model_%06d.pt`, `meta_%06d.json`
                        - `tokenizer/`: `tokenizer.pkl`, `token_bytes.pt`

                        Then `python -m scripts.chat_cli` of nanochat, as it was on 31 March 2026, talks to it.
                        `tokenizer.json` is the same vocabulary for Hugging Face's library.""", model.config().layers(), options.step(), options.step()));
    }
}
