// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.nanochatfiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seance.api.export.Exporter;
import dev.seance.api.export.ExporterContract;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.run.UserError;
import dev.seance.api.testing.ByteVocabulary;
import dev.seance.api.testing.RandomText;
import dev.seance.api.testing.TestContext;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.kit.safetensors.Safetensors;
import dev.seance.kit.safetensors.TensorNumbers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pf4j.ExtensionPoint;

class NanochatExporterTest extends ExporterContract {

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return NanochatExporter.class;
    }

    @Override
    protected Exporter exporter() {
        return new NanochatExporter(new NanochatOptions(70, TableType.FP32, ""));
    }

    @Override
    protected TrainedModel model(Path checkpoint) throws IOException {
        return TestModels.nanochat(checkpoint);
    }

    @Override
    protected Optional<TrainedModel> unsupportedModel(Path checkpoint) throws IOException {
        return Optional.of(TestModels.llama(checkpoint));
    }

    /** The exporter compares logits before it is done; here every tensor is compared, and what nanochat builds it from. */
    @Override
    protected void assertHolds(Path exported, TrainedModel model) throws IOException {
        assertTensors(exported.resolve("model_000070.pt"), model, TorchType.FLOAT32);
        JsonNode config = json(exported.resolve("meta_000070.json")).get("model_config");
        assertThat(config.toString())
                .isEqualTo("{\"sequence_len\":520,\"vocab_size\":300,\"n_layer\":3,\"n_head\":4,\"n_kv_head\":2,"
                        + "\"n_embd\":64,\"window_pattern\":\"SL\"}");
        assertThat(Files.readString(exported.resolve("README.md"))).contains("chatsft_checkpoints/d3/");
    }

    private static void assertTensors(Path file, TrainedModel model, TorchType tables) throws IOException {
        try (TorchReader theirs = TorchReader.open(file);
                Safetensors ours = Safetensors.open(model.folder().resolve("model.safetensors"))) {
            List<NanochatWeights.Slice> slices = NanochatWeights.of(model.config(), tables);
            assertThat(theirs.tensors())
                    .isEqualTo(
                            slices.stream().map(NanochatWeights.Slice::tensor).toList());
            long numbers = 0;
            for (NanochatWeights.Slice slice : slices) {
                TorchTensor tensor = slice.tensor();
                float[] found = floats(TensorNumbers.toFp32(
                        theirs.numbers(tensor.name(), 0, tensor.byteSize()),
                        tensor.type().type()));
                float[] expected = floats(
                        ours.numbers(slice.source(), slice.from() * Float.BYTES, slice.elements() * Float.BYTES));
                for (int i = 0; i < found.length; i++) {
                    float wanted = i < expected.length ? expected[i] : 0;
                    assertThat(found[i])
                            .as("%s[%d]", tensor.name(), i)
                            .isEqualTo(tensor.type() == TorchType.FLOAT32 ? wanted : nearest(wanted));
                }
                numbers += slice.elements();
            }
            assertThat(numbers).isEqualTo(model.config().parameters().total());
        } catch (Unreadable e) {
            throw new AssertionError(e);
        }
    }

    private static float nearest(float value) {
        return Float.intBitsToFloat(TensorNumbers.bf16(Float.floatToIntBits(value)) << 16);
    }

    private static float[] floats(ByteBuffer bytes) {
        float[] numbers = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(numbers);
        return numbers;
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    /** The table beside this test is written down from nanochat's source; the sum is that of the published model. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 5, 18})
    void namesShapesAndTypesAreThoseThatNanochatExpects(int depth) throws IOException {
        List<String> expected = new ArrayList<>();
        int vocabulary = 0;
        for (String line : Files.readAllLines(TestModels.resource("state-dict.tsv"))) {
            String[] fields = line.split("\t");
            if (!line.startsWith("#") && Integer.parseInt(fields[0]) == depth) {
                vocabulary = Integer.parseInt(fields[1]);
                expected.add(fields[2] + " " + fields[3] + " " + fields[4]);
            }
        }
        ModelConfig config = TestModels.ofDepth(depth, vocabulary);
        assertThat(NanochatWeights.of(config, TorchType.BFLOAT16).stream()
                        .map(slice -> slice.tensor().name() + " "
                                + slice.tensor().type().name().toLowerCase(java.util.Locale.ROOT) + " "
                                + String.join(
                                        " ",
                                        slice.tensor().shape().stream()
                                                .map(String::valueOf)
                                                .toList())))
                .containsExactlyElementsOf(expected);
        if (depth == 18) {
            assertThat(config.parameters().total()).isEqualTo(701_891_594L);
        }
    }

    @Test
    void logitsAreThoseOfTheModel() throws IOException {
        TestContext context = context();
        export(exporter(), TestModels.nanochat(directory("in")), context);
        assertThat(context.notes()).singleElement().asString().contains("logits of 16 tokens agree to");
        double off = Double.parseDouble(context.notes().get(0).replaceAll(".*agree to ([0-9.e-]+) of.*", "$1"));
        // Both in fp32: rounding alone.
        assertThat(off).isLessThan(1e-4);
    }

    /** More tokens than a short window has, so that a wrong one is seen. */
    @Test
    void theIndependentReaderSeesAsFarBackAsTheModel() throws Exception {
        TrainedModel model = TestModels.nanochat(directory("in"));
        Path target = export(exporter(), model, context());
        int[] tokens =
                new Random(3).ints(200, 0, model.config().vocabularySize()).toArray();
        float[] ours = TestModels.lastLogits(model, tokens);
        try (NanochatReader reader = NanochatReader.open(target, 70)) {
            float[] theirs = reader.logits(tokens)[tokens.length - 1];
            for (int i = 0; i < ours.length; i++) {
                assertThat((double) theirs[i]).isCloseTo(ours[i], org.assertj.core.data.Offset.offset(1e-3));
            }
        }
    }

    @Test
    void tablesAreTheNearestNumbersOfBf16AndTheRestIsAsItWas() throws IOException {
        TrainedModel model = TestModels.nanochat(directory("in"));
        Path target = export(new NanochatExporter(new NanochatOptions(0, TableType.BF16, "")), model, context());
        assertTensors(target.resolve("model_000000.pt"), model, TorchType.BFLOAT16);
    }

    @Test
    void nanochatsTokenizerGivesTheIdsOfTheModel() throws Exception {
        TrainedModel model = TestModels.nanochat(directory("in"));
        Path target = export(exporter(), model, context());
        TiktokenEncoding theirs = TiktokenEncoding.read(target.resolve("tokenizer.pkl"));
        for (long seed = 1; seed <= 500; seed++) {
            String text = new RandomText(seed).next(60);
            assertThat(theirs.encode(text))
                    .as("seed %d", seed)
                    .isEqualTo(model.vocabulary().encode(text));
        }
        assertThat(theirs.specials())
                .containsAllEntriesOf(Map.of(
                        "<|bos|>",
                        0,
                        "<|user_start|>",
                        2,
                        "<|user_end|>",
                        0,
                        "<|assistant_start|>",
                        3,
                        "<|assistant_end|>",
                        0,
                        "<|python_start|>",
                        1,
                        "<|output_end|>",
                        1,
                        "<|endoftext|>",
                        0));
        try (TorchReader lengths = TorchReader.open(target.resolve("token_bytes.pt"))) {
            assertThat(lengths.tensors()).containsExactly(new TorchTensor("", TorchType.INT32, List.of((long)
                    model.vocabulary().size())));
            ByteBuffer numbers = lengths.numbers("", 0, 4L * model.vocabulary().size());
            for (int id = 0; id < model.vocabulary().size(); id++) {
                assertThat(numbers.getInt()).isEqualTo(model.vocabulary().byteLength(id));
            }
        }
    }

    @Test
    void theTwoRolesAreSpeltAsInThePublishedModel() throws IOException {
        Path target = export(exporter(), TestModels.nanochat(directory("in")), context());
        JsonNode tokenizer = json(target.resolve(Vocabulary.FILE));
        assertThat(tokenizer.get("added_tokens"))
                .extracting(token -> token.get("content").asText())
                .containsExactly("<|endoftext|>", "<|pad|>", "<human>", "<victorian>");
        assertThat(tokenizer.at("/model/vocab/<human>").asInt()).isEqualTo(2);
        assertThat(tokenizer.at("/model/vocab").has("<|user|>")).isFalse();
        assertThat(TestModels.load(target).encode("Good evening, sir."))
                .isEqualTo(TestModels.vocabulary().encode("Good evening, sir."));
    }

    @Test
    void whatNanochatCannotBuildIsRefused() throws IOException {
        ModelDimensions narrow = new ModelDimensions(1, 16, 2, 2, 64, 64, 300);
        ModelDimensions wide = new ModelDimensions(1, 64, 2, 2, 128, 64, 300);
        assertRefused(narrow, "the width 16, and nanochat's smear reads 24 channels");
        assertRefused(wide, "mlp-width 128, and nanochat's is always four times the width, 256");
    }

    private void assertRefused(ModelDimensions dimensions, String reason) throws IOException {
        ModelConfig config = TestModels.FAMILIES.config("nanochat", dimensions);
        TrainedModel model = new TrainedModel("chat", folder, config, TestModels.vocabulary(), TestModels.BACKEND);
        assertThatThrownBy(() -> export(exporter(), model, context()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aVocabularyThatRanksCannotTellIsRefused() throws IOException {
        TrainedModel model = TestModels.nanochat(directory("in"));
        TrainedModel other =
                new TrainedModel("chat", model.folder(), model.config(), new ByteVocabulary(), TestModels.BACKEND);
        assertThatThrownBy(() -> export(exporter(), other, context()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("its text is not cut by one pattern");
    }

    private Path export(Exporter exporter, TrainedModel model, TestContext context) throws IOException {
        Path target = directory("out");
        exporter.export(model, target, context);
        return target;
    }

    private Path directory(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }

    private TestContext context() throws IOException {
        return new TestContext(directory("work"), 1);
    }
}
