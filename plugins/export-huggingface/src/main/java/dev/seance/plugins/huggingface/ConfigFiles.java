// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.huggingface;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ParameterCount;
import dev.seance.api.model.Sampling;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.api.tokenizer.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Writes the files that say what the weights are: config.json, generation_config.json, the model card. */
final class ConfigFiles {

    /** Of the family {@code llama}: what its program computes with. */
    static final double ROPE_THETA = 10_000;

    static final double EPSILON = 1e-5;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final TrainedModel model;
    private final WeightType type;

    ConfigFiles(TrainedModel model, WeightType type) {
        this.model = model;
        this.type = type;
    }

    List<Path> write(Path folder) throws IOException {
        Files.writeString(folder.resolve("config.json"), config().toPrettyString() + "\n");
        Files.writeString(folder.resolve("generation_config.json"), generation().toPrettyString() + "\n");
        Files.writeString(folder.resolve("README.md"), card());
        return List.of(Path.of("config.json"), Path.of("generation_config.json"), Path.of("README.md"));
    }

    private ObjectNode config() {
        ModelConfig config = model.config();
        ObjectNode node = MAPPER.createObjectNode();
        node.putArray("architectures").add("LlamaForCausalLM");
        node.put("model_type", "llama");
        node.put("vocab_size", config.vocabularySize());
        node.put("hidden_size", config.width());
        node.put("intermediate_size", config.dimensions().mlpWidth());
        node.put("num_hidden_layers", config.layers());
        node.put("num_attention_heads", config.heads());
        node.put("num_key_value_heads", config.kvHeads());
        node.put("head_dim", config.headWidth());
        node.put("hidden_act", "silu");
        node.put("max_position_embeddings", config.context());
        node.put("rms_norm_eps", EPSILON);
        node.put("rope_theta", ROPE_THETA);
        node.putNull("rope_scaling");
        node.put("attention_bias", false);
        node.put("mlp_bias", false);
        node.put("attention_dropout", 0.0);
        node.put("tie_word_embeddings", config.tied());
        node.put("initializer_range", 0.02);
        node.put("use_cache", true);
        tokens(node);
        node.put("torch_dtype", type.torchName());
        return node;
    }

    private ObjectNode generation() {
        ObjectNode node = MAPPER.createObjectNode();
        tokens(node);
        Sampling sampling = Sampling.DEFAULT;
        node.put("do_sample", true);
        node.put("temperature", sampling.temperature());
        node.put("top_k", sampling.topK());
        node.put("repetition_penalty", sampling.repetitionPenalty());
        node.put("max_new_tokens", sampling.fitting(model.config().context()).maxTokens());
        return node;
    }

    private void tokens(ObjectNode node) {
        Vocabulary vocabulary = model.vocabulary();
        node.put("bos_token_id", vocabulary.id(SpecialToken.DOCUMENT));
        node.put("eos_token_id", vocabulary.id(SpecialToken.DOCUMENT));
        node.put("pad_token_id", vocabulary.id(SpecialToken.PAD));
    }

    private String card() {
        ModelConfig config = model.config();
        ParameterCount count = config.parameters();
        StringBuilder card = new StringBuilder();
        card.append("---\nlibrary_name: transformers\npipeline_tag: text-generation\ntags: [seance, llama]\n---\n\n");
        card.append("# ").append(model.name()).append("\n\n");
        card.append("A model of the architecture of Llama 2, trained from fresh weights with Seance. It knows what its")
                .append(
                        " books knew, shares their errors and their prejudices, and is a demonstration, not an authority.\n\n");
        row(card, "parameters, all", count.total());
        row(card, "of them in matrices", count.matrices());
        row(card, "in the token table", count.embeddings());
        row(
                card,
                config.tied() ? "in the output matrix (it is the token table)" : "in the output matrix",
                count.head());
        row(card, "layers", config.layers());
        row(card, "width", config.width());
        row(card, "heads", config.heads());
        row(card, "heads of keys and values", config.kvHeads());
        row(card, "context, tokens", config.context());
        row(card, "vocabulary, tokens", config.vocabularySize());
        model.conditioning().system().ifPresent(system -> card.append("\nIt was tuned with the system prompt: ")
                .append(system.strip())
                .append("\n"));
        model.conditioning().tags().ifPresent(tags -> card.append(
                        "\nBefore each text it was trained on stood the tags `")
                .append(tags.text())
                .append("`.\n"));
        card.append("\nWeights are in ")
                .append(type.torchName())
                .append(". Conversations are put together by the chat template in `tokenizer_config.json`.\n");
        return card.toString();
    }

    private static void row(StringBuilder card, String what, long count) {
        card.append(String.format(Locale.ROOT, "- %s: %,d%n", what, count).replace("\r", ""));
    }
}
