// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seance.api.export.Exporter;
import dev.seance.api.export.ExporterContract;
import dev.seance.api.model.AdamW;
import dev.seance.api.model.AttentionWindows;
import dev.seance.api.model.Conditioning;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.ModelFamilies;
import dev.seance.api.model.OptimizerStep;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.run.Environment;
import dev.seance.api.run.UserError;
import dev.seance.api.testing.ByteVocabulary;
import dev.seance.api.testing.TestContext;
import dev.seance.api.testing.TestFamilies;
import dev.seance.kit.safetensors.Safetensors;
import dev.seance.kit.safetensors.TensorEntry;
import dev.seance.kit.safetensors.TensorType;
import dev.seance.plugins.llama.Llama;
import dev.seance.plugins.nanochat.Nanochat;
import dev.seance.plugins.pytorch.PyTorchBackend;
import dev.seance.plugins.pytorch.PyTorchOptions;
import dev.seance.plugins.pytorch.PyTorchOptions.DeviceChoice;
import dev.seance.plugins.pytorch.PyTorchOptions.PrecisionChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pf4j.ExtensionPoint;

class HuggingFaceExporterTest extends ExporterContract {

    private static final ByteVocabulary VOCABULARY = new ByteVocabulary();
    private static final ModelFamilies FAMILIES = TestFamilies.of(new Nanochat(), new Llama());
    private static final PyTorchBackend BACKEND = new PyTorchBackend(
            new PyTorchOptions(DeviceChoice.CPU, PrecisionChoice.FP32, 1),
            new Environment(Path.of("target", "cache"), true, 1, Clock.systemUTC()),
            FAMILIES);

    /** No two sizes alike, two heads to each of keys and values. */
    private static final ModelDimensions DIMENSIONS = new ModelDimensions(2, 64, 4, 2, 96, 24, VOCABULARY.size());

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return HuggingFaceExporter.class;
    }

    @Override
    protected Exporter exporter() {
        return new HuggingFaceExporter(new HuggingFaceOptions(WeightType.FP32, ""));
    }

    @Override
    protected TrainedModel model(Path checkpoint) throws IOException {
        return trained("llama", DIMENSIONS.withSetting("tied", false), checkpoint);
    }

    @Override
    protected Optional<TrainedModel> unsupportedModel(Path checkpoint) throws IOException {
        return Optional.of(trained("nanochat", DIMENSIONS, checkpoint));
    }

    /** A few steps from fresh weights, so that norms are not all ones. */
    private static TrainedModel trained(String architecture, ModelDimensions dimensions, Path checkpoint)
            throws IOException {
        ModelConfig config = FAMILIES.config(architecture, dimensions);
        Random random = new Random(5);
        int[] inputs = random.ints(4L * config.context(), 0, VOCABULARY.size()).toArray();
        int[] targets = random.ints(4L * config.context(), 0, VOCABULARY.size()).toArray();
        try (TrainableModel model = BACKEND.create(config, 5)) {
            for (int number = 1; number <= 5; number++) {
                model.accumulate(new TokenBatch(4, config.context(), inputs, targets), 1.0 / targets.length);
                model.update(OptimizerStep.of(
                        number,
                        config.groups(),
                        group -> new AdamW(0.02, 0.9, 0.95, 1e-10, 0.1),
                        Double.POSITIVE_INFINITY));
            }
            model.save(checkpoint, false);
        }
        return new TrainedModel("chat", checkpoint, config, VOCABULARY, BACKEND);
    }

    /** The exporter compares logits before it is done; here are the names, shapes and types that the library expects. */
    @Override
    protected void assertHolds(Path exported, TrainedModel model) throws IOException {
        Map<String, List<Long>> expected = Map.ofEntries(
                Map.entry("model.embed_tokens.weight", List.of((long) VOCABULARY.size(), 64L)),
                Map.entry("model.layers.1.self_attn.q_proj.weight", List.of(64L, 64L)),
                Map.entry("model.layers.1.self_attn.k_proj.weight", List.of(32L, 64L)),
                Map.entry("model.layers.1.self_attn.v_proj.weight", List.of(32L, 64L)),
                Map.entry("model.layers.1.self_attn.o_proj.weight", List.of(64L, 64L)),
                Map.entry("model.layers.1.mlp.gate_proj.weight", List.of(96L, 64L)),
                Map.entry("model.layers.1.mlp.up_proj.weight", List.of(96L, 64L)),
                Map.entry("model.layers.1.mlp.down_proj.weight", List.of(64L, 96L)),
                Map.entry("model.layers.1.input_layernorm.weight", List.of(64L)),
                Map.entry("model.layers.1.post_attention_layernorm.weight", List.of(64L)),
                Map.entry("model.norm.weight", List.of(64L)),
                Map.entry("lm_head.weight", List.of((long) VOCABULARY.size(), 64L)));
        try (Safetensors file = Safetensors.open(exported.resolve("model.safetensors"))) {
            assertThat(file.metadata()).containsEntry("format", "pt");
            assertThat(file.tensors()).hasSize(2 * 9 + 3);
            expected.forEach((name, shape) -> {
                assertThat(file.tensor(name).shape()).as(name).isEqualTo(shape);
                assertThat(file.tensor(name).type()).as(name).isEqualTo(TensorType.F32);
            });
            assertThat(file.tensors().stream().mapToLong(TensorEntry::elements).sum())
                    .isEqualTo(model.config().parameters().total());
        }
        JsonNode config = json(exported.resolve("config.json"));
        assertThat(config.at("/architectures/0").asText()).isEqualTo("LlamaForCausalLM");
        assertThat(config.get("num_key_value_heads").asInt()).isEqualTo(2);
        assertThat(config.get("torch_dtype").asText()).isEqualTo("float32");
        assertThat(Files.readString(exported.resolve("README.md"))).contains("library_name: transformers");
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    @Test
    void logitsAreThoseOfTheModel() throws IOException {
        TestContext context = context();
        Path target = Files.createDirectories(folder.resolve("out"));
        exporter().export(model(Files.createDirectories(folder.resolve("in"))), target, context);
        assertThat(context.notes()).singleElement().asString().contains("logits of 16 tokens agree to");
        double off = Double.parseDouble(context.notes().get(0).replaceAll(".*agree to ([0-9.e-]+) of.*", "$1"));
        // Both in fp32: rounding alone.
        assertThat(off).isLessThan(1e-4);
    }

    @Test
    void halfTheSizeIsTheNearestNumbersOfBf16() throws IOException {
        TrainedModel model =
                trained("llama", DIMENSIONS.withSetting("tied", true), Files.createDirectories(folder.resolve("in")));
        TestContext context = context();
        Path target = Files.createDirectories(folder.resolve("out"));
        new HuggingFaceExporter(new HuggingFaceOptions(WeightType.BF16, "")).export(model, target, context);
        try (Safetensors file = Safetensors.open(target.resolve("model.safetensors"))) {
            assertThat(file.tensors()).extracting(TensorEntry::type).containsOnly(TensorType.BF16);
            assertThat(file.tensors()).extracting(TensorEntry::name).doesNotContain("lm_head.weight");
        }
        assertThat(json(target.resolve("config.json"))
                        .get("tie_word_embeddings")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void largeModelsAreSplitWithAnIndexAndStillRead() throws IOException {
        Path target = Files.createDirectories(folder.resolve("out"));
        TestContext context = context();
        List<Path> files = new HuggingFaceExporter(new HuggingFaceOptions(WeightType.FP32, ""), 50_000)
                .export(model(Files.createDirectories(folder.resolve("in"))), target, context);
        List<String> shards = new ArrayList<>();
        files.forEach(file -> {
            if (file.toString().matches("model-\\d{5}-of-\\d{5}\\.safetensors")) {
                shards.add(file.toString());
            }
        });
        assertThat(shards).hasSizeGreaterThan(2);
        JsonNode index = json(target.resolve("model.safetensors.index.json"));
        assertThat(index.get("weight_map")).hasSize(2 * 9 + 3);
        assertThat(context.notes()).hasSize(1);
    }

    @Test
    void windowsAreRefused() throws IOException {
        ModelDimensions longer = new ModelDimensions(2, 64, 4, 2, 96, 1024, VOCABULARY.size());
        ModelConfig narrow =
                FAMILIES.config("llama", longer.withSetting("tied", false)).withWindows(new AttentionWindows("S"));
        TrainedModel windowed = new TrainedModel("chat", folder, narrow, VOCABULARY, Conditioning.NONE, BACKEND);
        assertThatThrownBy(() -> exporter().export(windowed, Files.createDirectories(folder.resolve("out")), context()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("looks at the whole context in every layer; train with windows: L");
    }

    private TestContext context() throws IOException {
        return new TestContext(Files.createDirectories(folder.resolve("work")), 1);
    }
}
