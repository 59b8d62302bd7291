// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.ModelFamilies;
import dev.seance.api.run.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads {@code config.json} of a {@code LlamaForCausalLM} into dimensions of ours, and refuses what this architecture has
 * otherwise here. Defaults are those of transformers' {@code LlamaConfig}.
 */
final class LlamaConfig {

    static final String FILE = "config.json";

    private static final String ARCHITECTURE = "llama";
    private static final String CLASS = "LlamaForCausalLM";

    /** More than any model that fits on a machine; so that no claim makes lists of a thousand million tensors. */
    private static final int MAX_LAYERS = 1024;

    private static final int MAX_SIZE = 1 << 24;

    private final Path file;
    private final JsonNode config;
    private final List<String> unlike = new ArrayList<>();

    private LlamaConfig(Path file, JsonNode config) {
        this.file = file;
        this.config = config;
    }

    /** @throws UserError when the model is another than the family can be, with all that is unlike */
    static ModelConfig read(Path folder, ModelFamilies families) throws IOException {
        Path file = folder.resolve(FILE);
        return new LlamaConfig(file, JsonFile.read(file)).read(families);
    }

    private ModelConfig read(ModelFamilies families) {
        requireLlama();
        int width = size("hidden_size", 4096);
        int heads = size("num_attention_heads", 32);
        int kvHeads = size("num_key_value_heads", heads);
        int layers = size("num_hidden_layers", 32);
        if (layers > MAX_LAYERS) {
            throw wrong("num_hidden_layers is " + layers + ", more than " + MAX_LAYERS);
        }
        require("head_dim", Integer.toString(width / Math.max(1, heads)));
        require("hidden_act", "silu");
        require("attention_bias", "false");
        require("mlp_bias", "false");
        number("rms_norm_eps", config.path("rms_norm_eps"), 1e-6, ConfigFiles.EPSILON);
        requireRotary();
        boolean tied = config.path("tie_word_embeddings").asBoolean(false);
        if (!unlike.isEmpty()) {
            throw wrong("architecture '" + ARCHITECTURE + "' computes otherwise here: " + String.join("; ", unlike));
        }
        try {
            ModelDimensions dimensions = new ModelDimensions(
                    layers,
                    width,
                    heads,
                    kvHeads,
                    size("intermediate_size", 11008),
                    size("max_position_embeddings", 2048),
                    size("vocab_size", 32000));
            return families.config(ARCHITECTURE, dimensions.withSetting("tied", tied));
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private void requireLlama() {
        String type = config.path("model_type").asText("nothing");
        JsonNode classes = config.path("architectures");
        boolean named = !classes.isArray()
                || classes.isEmpty()
                || CLASS.equals(classes.path(0).asText());
        if (!type.equals(ARCHITECTURE) || !named) {
            throw new UserError(file + " is of model_type '" + shown(type) + "'"
                    + (named ? "" : ", " + shown(classes.path(0).asText())) + "; models of " + CLASS
                    + " alone can be imported");
        }
    }

    /** Newer files have it in rope_parameters. */
    private void requireRotary() {
        JsonNode parameters = config.path("rope_parameters");
        JsonNode theta = config.has("rope_theta") ? config.path("rope_theta") : parameters.path("rope_theta");
        number("rope_theta", theta, ConfigFiles.ROPE_THETA, ConfigFiles.ROPE_THETA);
        JsonNode scaling = config.path("rope_scaling");
        String kind = parameters.path("rope_type").asText("default");
        if (scaling.isObject() && !scaling.path("rope_type").asText("").equals("default")) {
            unlike.add("rope_scaling is " + shown(scaling.toString()) + ", and positions are not scaled here");
        } else if (!kind.equals("default")) {
            unlike.add("rope_type is " + shown(kind) + ", and positions are not scaled here");
        }
    }

    private void number(String name, JsonNode found, double otherwise, double ours) {
        double value = found.isNumber() ? found.asDouble() : otherwise;
        if (Math.abs(value - ours) > 1e-9 * ours) {
            unlike.add(name + " is " + value + ", and here " + ours);
        }
    }

    private void require(String name, String ours) {
        JsonNode found = config.path(name);
        if (!found.isMissingNode() && !found.isNull() && !found.asText().equals(ours)) {
            unlike.add(name + " is " + shown(found.asText()) + ", and here " + ours);
        }
    }

    private int size(String name, int otherwise) {
        JsonNode found = config.path(name);
        if (found.isMissingNode() || found.isNull()) {
            return otherwise;
        }
        if (!found.isInt() || found.asInt() < 1 || found.asInt() > MAX_SIZE) {
            throw wrong(name + " is " + shown(found.toString()) + ", not a size from 1 to " + MAX_SIZE);
        }
        return found.asInt();
    }

    private UserError wrong(String reason) {
        return new UserError(file + ": " + reason + "; this model cannot be imported as it is");
    }

    private static String shown(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "?");
        return plain.length() <= 100 ? plain : plain.substring(0, 100) + "...";
    }
}
