// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.export.Exporter;
import dev.seance.api.export.ExporterContract;
import dev.seance.api.model.AdamW;
import dev.seance.api.model.AttentionWindows;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.ModelFamilies;
import dev.seance.api.model.OptimizerStep;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.run.Environment;
import dev.seance.api.run.UserError;
import dev.seance.api.testing.TestContext;
import dev.seance.api.testing.TestFamilies;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.plugins.llama.Llama;
import dev.seance.plugins.nanochat.Nanochat;
import dev.seance.plugins.pytorch.PyTorchBackend;
import dev.seance.plugins.pytorch.PyTorchOptions;
import dev.seance.plugins.pytorch.PyTorchOptions.DeviceChoice;
import dev.seance.plugins.pytorch.PyTorchOptions.PrecisionChoice;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pf4j.ExtensionPoint;

class GgufExporterTest extends ExporterContract {

    private static final Vocabulary VOCABULARY = SmallVocabulary.of("llama3", 3);
    private static final ModelFamilies FAMILIES = TestFamilies.of(new Nanochat(), new Llama());
    private static final PyTorchBackend BACKEND = new PyTorchBackend(
            new PyTorchOptions(DeviceChoice.CPU, PrecisionChoice.FP32, 1),
            new Environment(Path.of("target", "cache"), true, 1, Clock.systemUTC()),
            FAMILIES);

    /** No two sizes alike, two heads to each of keys and values. */
    private static final ModelDimensions DIMENSIONS = new ModelDimensions(2, 64, 4, 2, 96, 24, VOCABULARY.size());

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return GgufExporter.class;
    }

    @Override
    protected Exporter exporter() {
        return exporter(FileType.F32);
    }

    private static Exporter exporter(FileType type) {
        return new GgufExporter(new GgufOptions(type, "cc0-1.0"));
    }

    @Override
    protected TrainedModel model(Path checkpoint) throws IOException {
        return trained("llama", DIMENSIONS.withSetting("tied", false), VOCABULARY, checkpoint);
    }

    @Override
    protected Optional<TrainedModel> unsupportedModel(Path checkpoint) throws IOException {
        return Optional.of(trained("nanochat", DIMENSIONS, VOCABULARY, checkpoint));
    }

    /** A few steps from fresh weights, so that norms are not all ones. */
    static TrainedModel trained(String architecture, ModelDimensions dimensions, Vocabulary vocabulary, Path checkpoint)
            throws IOException {
        ModelConfig config = FAMILIES.config(architecture, dimensions);
        Random random = new Random(5);
        int[] inputs = random.ints(4L * config.context(), 0, vocabulary.size()).toArray();
        int[] targets = random.ints(4L * config.context(), 0, vocabulary.size()).toArray();
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
        return new TrainedModel("chat", checkpoint, config, vocabulary, BACKEND);
    }

    /** The exporter compares everything before it is done; here are the names and values that llama.cpp expects. */
    @Override
    protected void assertHolds(Path exported, TrainedModel model) throws IOException {
        try (GgufFile file = GgufFile.open(exported.resolve("model-F32.gguf"))) {
            assertThat(file.metadata())
                    .containsEntry("general.architecture", "llama")
                    .containsEntry("general.file_type", 0)
                    .containsEntry("general.license", "cc0-1.0")
                    .containsEntry("llama.context_length", 24)
                    .containsEntry("llama.embedding_length", 64)
                    .containsEntry("llama.block_count", 2)
                    .containsEntry("llama.feed_forward_length", 96)
                    .containsEntry("llama.attention.head_count", 4)
                    .containsEntry("llama.attention.head_count_kv", 2)
                    .containsEntry("llama.rope.dimension_count", 16)
                    .containsEntry("tokenizer.ggml.model", "gpt2")
                    .containsEntry("tokenizer.ggml.pre", "llama-bpe")
                    .containsEntry("tokenizer.ggml.add_bos_token", true)
                    .containsKey("tokenizer.chat_template");
            assertThat(file.tensors()).hasSize(2 * 9 + 3).containsKeys("blk.1.attn_q.weight", "output.weight");
            assertThat(file.tensors().get("blk.1.ffn_down.weight"))
                    .extracting(GgufFile.Tensor::columns, GgufFile.Tensor::rows)
                    .containsExactly(96L, 64L);
            assertThat(file.tensors().values())
                    .allSatisfy(tensor -> assertThat(tensor.from() % 32).isZero());
        }
    }

    @ParameterizedTest
    @EnumSource(FileType.class)
    void everyTypeIsReadBackAndComesToTheSameLogits(FileType type) throws IOException {
        TrainedModel model = trained(
                "llama",
                DIMENSIONS.withSetting("tied", true),
                VOCABULARY,
                Files.createDirectories(folder.resolve("in")));
        Path target = Files.createDirectories(folder.resolve("out"));
        TestContext context = context();
        List<Path> files = exporter(type).export(model, target, context);
        assertThat(context.notes()).anySatisfy(note -> assertThat(note)
                .contains("logits of 16 tokens agree to", "20 tensors", "within the error of " + type));
        double off = Double.parseDouble(context.notes().get(0).replaceAll(".*agree to ([0-9.e-]+) of.*", "$1"));
        double bound =
                switch (type) {
                    case F32 -> 1e-4;
                    case F16 -> 5e-3;
                    case BF16 -> 3e-2;
                    case Q8_0 -> 5e-2;
                    case Q4_0 -> 0.4;
                };
        assertThat(off).as("of the logits' range").isLessThan(bound);
        try (GgufFile file = GgufFile.open(target.resolve(files.get(0)))) {
            assertThat(file.tensors()).doesNotContainKey("output.weight");
            assertThat(file.metadata()).containsEntry("general.file_type", type.number());
        }
    }

    @Test
    void rowsThatAreNoWholeBlocksStayInHalfTheSize() throws IOException {
        // An inner width of 80 is two blocks and a half.
        ModelDimensions odd = new ModelDimensions(1, 64, 4, 2, 80, 24, VOCABULARY.size()).withSetting("tied", true);
        TrainedModel model = trained("llama", odd, VOCABULARY, Files.createDirectories(folder.resolve("in")));
        Path target = Files.createDirectories(folder.resolve("out"));
        exporter(FileType.Q8_0).export(model, target, context());
        try (GgufFile file = GgufFile.open(target.resolve("model-Q8_0.gguf"))) {
            assertThat(file.tensors().get("blk.0.ffn_down.weight").type()).isEqualTo(NumberFormat.F16.number());
            assertThat(file.tensors().get("blk.0.ffn_up.weight").type()).isEqualTo(NumberFormat.Q8_0.number());
            assertThat(file.tensors().get("blk.0.ffn_norm.weight").type()).isEqualTo(NumberFormat.F32.number());
        }
    }

    @Test
    void aFileThatIsNotTheModelIsNoticed() throws IOException {
        TrainedModel model = model(Files.createDirectories(folder.resolve("in")));
        Path target = Files.createDirectories(folder.resolve("out"));
        exporter().export(model, target, context());
        Path file = target.resolve("model-F32.gguf");
        Optional<String> template;
        long at;
        try (GgufFile whole = GgufFile.open(file)) {
            template = Optional.of((String) whole.metadata().get("tokenizer.chat_template"));
            at = whole.tensors().get("blk.1.attn_k.weight").from();
        }
        GgufCheck check = new GgufCheck(model, FileType.F32);
        assertThat(check.check(file, template)).contains("21 tensors");
        assertThatThrownBy(() -> check.check(file, Optional.empty())).hasMessageContaining("chat template");
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at + 40);
            bytes.writeInt(0x3F3F3F3F);
        }
        assertThatThrownBy(() -> check.check(file, template))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("blk.1.attn_k.weight has");
    }

    @Test
    void windowsAreRefused() throws IOException {
        ModelDimensions longer = new ModelDimensions(2, 64, 4, 2, 96, 1024, VOCABULARY.size());
        ModelConfig narrow =
                FAMILIES.config("llama", longer.withSetting("tied", false)).withWindows(new AttentionWindows("S"));
        TrainedModel windowed = new TrainedModel("chat", folder, narrow, VOCABULARY, BACKEND);
        assertThatThrownBy(() -> exporter().export(windowed, Files.createDirectories(folder.resolve("out")), context()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("whole context in every layer; train with windows: L");
    }

    @Test
    void aSplitPatternWithoutANameThereIsRefused() throws IOException {
        Vocabulary twos = SmallVocabulary.of("gpt4", 2);
        TrainedModel model = new TrainedModel(
                "chat", folder, FAMILIES.config("llama", DIMENSIONS.withSetting("tied", true)), twos, BACKEND);
        Path target = Files.createDirectories(folder.resolve("out"));
        assertThatThrownBy(() -> exporter().export(model, target, context()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("no name for the split pattern")
                .hasMessageContaining("{1,2}")
                .hasMessageContaining("split: llama3");
        assertThat(target).isEmptyDirectory();
    }

    @Test
    void patternsThatCutTheSamePiecesHaveTheSameName() throws IOException {
        assertThat(split("gpt4", 3)).isEqualTo("llama-bpe");
        assertThat(split("gpt4", 1)).isEqualTo("qwen2");
        assertThat(split("gpt2", 3)).isEqualTo("gpt-2");
    }

    private String split(String pattern, int digits) throws IOException {
        return TokenizerFile.of(SmallVocabulary.of(pattern, digits), folder.resolve(pattern + digits))
                .split();
    }

    private TestContext context() throws IOException {
        return new TestContext(Files.createDirectories(folder.resolve("work")), 1);
    }
}
