// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.export.Importer;
import dev.seance.api.export.ImporterContract;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.ModelFamilies;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.run.Environment;
import dev.seance.api.run.UserError;
import dev.seance.api.testing.MadeUpBooks;
import dev.seance.api.testing.MemoryCorpus;
import dev.seance.api.testing.TestContext;
import dev.seance.api.testing.TestFamilies;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.kit.safetensors.Safetensors;
import dev.seance.kit.safetensors.TensorNumbers;
import dev.seance.plugins.bpe.BpeOptions;
import dev.seance.plugins.bpe.BpeTokenizer;
import dev.seance.plugins.bpe.model.ByteOrder;
import dev.seance.plugins.bpe.split.SplitPattern;
import dev.seance.plugins.llama.Llama;
import dev.seance.plugins.pytorch.PyTorchBackend;
import dev.seance.plugins.pytorch.PyTorchOptions;
import dev.seance.plugins.pytorch.PyTorchOptions.DeviceChoice;
import dev.seance.plugins.pytorch.PyTorchOptions.PrecisionChoice;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pf4j.ExtensionPoint;

class HuggingFaceImporterTest extends ImporterContract {

    private static final ModelFamilies FAMILIES = TestFamilies.of(new Llama());
    private static final Environment ENVIRONMENT =
            new Environment(Path.of("target", "cache"), true, 1, Clock.systemUTC());
    private static final PyTorchBackend BACKEND =
            new PyTorchBackend(new PyTorchOptions(DeviceChoice.CPU, PrecisionChoice.FP32, 1), ENVIRONMENT, FAMILIES);
    private static final int VOCABULARY = 300;

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return HuggingFaceImporter.class;
    }

    @Override
    protected Importer importer(Path source) {
        return new HuggingFaceImporter(new ImportOptions(source), FAMILIES, ENVIRONMENT);
    }

    /** Made once, for all tests to copy. */
    @TempDir
    private static Path shared;

    private static TrainedModel made;

    @Override
    protected TrainedModel exported(Path target) throws IOException {
        Path once = shared.resolve("exported");
        if (made == null) {
            made = export(
                    Files.createDirectories(shared.resolve("checkpoint")),
                    Files.createDirectories(once),
                    false,
                    WeightType.FP32,
                    50_000);
        }
        copy(once, target);
        return made;
    }

    private TrainedModel export(Path checkpoint, Path target, boolean tied, WeightType type, long shard)
            throws IOException {
        ModelDimensions dimensions = new ModelDimensions(2, 64, 4, 2, 96, 24, VOCABULARY).withSetting("tied", tied);
        ModelConfig config = FAMILIES.config("llama", dimensions);
        try (TrainableModel fresh = BACKEND.create(config, 5)) {
            fresh.save(checkpoint, false);
        }
        TrainedModel model = new TrainedModel("chat", checkpoint, config, trained(), BACKEND);
        new HuggingFaceExporter(new HuggingFaceOptions(type, ""), shard).export(model, target, context());
        return model;
    }

    private static Vocabulary trained() throws IOException {
        BpeOptions options = new BpeOptions(
                VOCABULARY, SplitPattern.LLAMA3, 3, ByteOrder.VALUE, BpeOptions.DEFAULT.specialTokens(), 1, 0, "");
        MemoryCorpus books = new MemoryCorpus("books", MadeUpBooks.write(3, 400, 1), List.of());
        return new BpeTokenizer(options, ENVIRONMENT)
                .train(books, new TestContext(Files.createTempDirectory("vocabulary"), 1));
    }

    @Override
    protected ModelFamilies families() {
        return FAMILIES;
    }

    @Override
    protected Vocabulary vocabulary(Path folder) throws IOException {
        return new BpeTokenizer(BpeOptions.DEFAULT, ENVIRONMENT).load(folder);
    }

    /** What an import needs: how to sample is not among it, and purposes of tokens may be missing. */
    @Override
    protected boolean importantTo(Path file) {
        String name = file.getFileName().toString();
        return name.equals("config.json") || name.contains("safetensors") || name.equals("tokenizer.json");
    }

    @Test
    void halvesBecomeTheNumbersTheyAreAndATiedHeadIsNone() throws IOException {
        TrainedModel model =
                export(directory("checkpoint"), directory("theirs"), true, WeightType.BF16, WeightFiles.SHARD);
        takeWhole(folder.resolve("theirs/model.safetensors"));
        try (Safetensors found = Safetensors.open(folder.resolve("ours/model.safetensors"));
                Safetensors asked = Safetensors.open(model.folder().resolve("model.safetensors"))) {
            FloatBuffer ours = found.numbers("mlp_gate").asFloatBuffer();
            FloatBuffer theirs = asked.numbers("mlp_gate").asFloatBuffer();
            assertThat(found.tensors()).hasSameSizeAs(asked.tensors());
            for (int i = 0; i < theirs.capacity(); i++) {
                int bits = Float.floatToRawIntBits(theirs.get(i));
                assertThat(ours.get(i)).isEqualTo(Float.intBitsToFloat(TensorNumbers.bf16(bits) << 16));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    model_type | "gpt2" | model_type 'gpt2'; models of LlamaForCausalLM alone
                    architectures | ["LlamaForSequenceClassification"] | LlamaForSequenceClassification
                    rope_theta | 500000.0 | rope_theta is 500000.0, and here 10000.0
                    rms_norm_eps | 1e-6 | rms_norm_eps is 1.0E-6, and here 1.0E-5
                    rope_scaling | {"rope_type": "llama3", "factor": 8.0} | positions are not scaled here
                    rope_parameters | {"rope_type": "yarn"} | rope_type is yarn
                    hidden_act | "gelu" | hidden_act is gelu, and here silu
                    attention_bias | true | attention_bias is true, and here false
                    head_dim | 32 | head_dim is 32, and here 16
                    num_hidden_layers | 2000000 | num_hidden_layers is 2000000, more than 1024
                    num_hidden_layers | 3 | model.layers.2.self_attn.q_proj.weight is missing
                    hidden_size | 99999999999 | hidden_size is 99999999999, not a size
                    num_attention_heads | 0 | num_attention_heads is 0, not a size
                    num_attention_heads | 7 | head_dim is 16, and here 9
                    num_key_value_heads | 3 | kv-heads 3 does not divide heads 4
                    vocab_size | 16000000 | has the shape [300, 64], which should be [16000000, 64]
                    """)
    void whatIsOtherwiseHereIsRefusedWithWhatIsUnlike(String key, String value, String reason) throws IOException {
        exported(directory("theirs"));
        change("config.json", config -> {
            try {
                config.set(key, new ObjectMapper().readTree(value));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThatThrownBy(() -> takeWhole(folder.resolve("theirs")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aNameInTheIndexLeadsToNoOtherFolder() throws IOException {
        exported(directory("theirs"));
        for (String name :
                List.of("../checkpoint/model.safetensors", "/etc/passwd", "..", "a/b.safetensors", "x.bin")) {
            change("model.safetensors.index.json", index -> ((ObjectNode) index.get("weight_map"))
                    .put("model.norm.weight", name));
            assertThatThrownBy(() -> takeWhole(folder.resolve("theirs")))
                    .as(name)
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("which is no .safetensors file of its own folder");
        }
    }

    @Test
    void aPickleIsNotReadAndTheWayOutIsNamed() throws IOException {
        export(directory("checkpoint"), directory("theirs"), false, WeightType.FP32, WeightFiles.SHARD);
        Files.move(folder.resolve("theirs/model.safetensors"), folder.resolve("theirs/pytorch_model.bin"));
        assertThatThrownBy(() -> takeWhole(folder.resolve("theirs")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("only a pickle; save the model with save_pretrained");
    }

    private void change(String name, Consumer<ObjectNode> change) throws IOException {
        Path file = folder.resolve("theirs").resolve(name);
        ObjectNode node = (ObjectNode) new ObjectMapper().readTree(file.toFile());
        change.accept(node);
        Files.writeString(file, node.toString());
    }
}
