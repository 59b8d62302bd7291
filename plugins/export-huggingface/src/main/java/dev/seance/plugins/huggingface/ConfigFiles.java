// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.huggingface;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.Sampling;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.kit.chat.JinjaChatTemplate;
import dev.seance.kit.export.ModelCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Writes the files that say what the weights are: config.json, generation_config.json, the model card. */
final class ConfigFiles {

    /** Of the family {@code llama}: what its program computes with. */
    static final double ROPE_THETA = 10_000;

    static final double EPSILON = 1e-5;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final TrainedModel model;
    private final WeightType type;
    private final String licence;

    ConfigFiles(TrainedModel model, HuggingFaceOptions options) {
        this.model = model;
        this.type = options.dtype();
        this.licence = options.licence();
    }

    /**
     * Puts the system prompt that the model was tuned with into the chat template that the vocabulary was saved with. A
     * template that somebody else made stays as it is.
     */
    void putSystemPrompt(Path folder) throws IOException {
        Path file = folder.resolve("tokenizer_config.json");
        Optional<String> template =
                JinjaChatTemplate.of(model.vocabulary(), model.conditioning().system());
        if (model.conditioning().system().isPresent() && template.isPresent() && Files.exists(file)) {
            ObjectNode config = (ObjectNode) MAPPER.readTree(file.toFile());
            config.put("chat_template", template.get());
            Files.writeString(file, config.toPrettyString() + "\n");
        }
    }

    List<Path> write(Path folder) throws IOException {
        Files.writeString(folder.resolve("config.json"), config().toPrettyString() + "\n");
        Files.writeString(folder.resolve("generation_config.json"), generation().toPrettyString() + "\n");
        Files.writeString(
                folder.resolve("README.md"),
                ModelCard.of(
                        model,
                        "transformers",
                        licence,
                        "Weights are in " + type.torchName()
                                + ". Conversations are put together by the chat template in `tokenizer_config.json`."));
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
}
