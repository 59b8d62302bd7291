// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.nanochatfiles;

import dev.seance.api.model.AdamW;
import dev.seance.api.model.AttentionWindows;
import dev.seance.api.model.DecodingSession;
import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.ModelFamilies;
import dev.seance.api.model.OptimizerStep;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.run.Environment;
import dev.seance.api.testing.MadeUpBooks;
import dev.seance.api.testing.MemoryCorpus;
import dev.seance.api.testing.TestContext;
import dev.seance.api.testing.TestFamilies;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.plugins.bpe.BpeOptions;
import dev.seance.plugins.bpe.BpeTokenizer;
import dev.seance.plugins.bpe.model.ByteOrder;
import dev.seance.plugins.bpe.split.SplitPattern;
import dev.seance.plugins.llama.Llama;
import dev.seance.plugins.nanochat.Nanochat;
import dev.seance.plugins.nanochat.NanochatOptions;
import dev.seance.plugins.pytorch.PyTorchBackend;
import dev.seance.plugins.pytorch.PyTorchOptions;
import dev.seance.plugins.pytorch.PyTorchOptions.DeviceChoice;
import dev.seance.plugins.pytorch.PyTorchOptions.PrecisionChoice;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Small models with vocabularies, trained a few steps so that no tensor is what it began as. */
final class TestModels {

    private static final int VOCABULARY = 300;

    static final ModelFamilies FAMILIES = TestFamilies.of(new Nanochat(), new Llama());

    static final Environment ENVIRONMENT = new Environment(Path.of("target", "cache"), true, 1, Clock.systemUTC());

    static final PyTorchBackend BACKEND =
            new PyTorchBackend(new PyTorchOptions(DeviceChoice.CPU, PrecisionChoice.FP32, 1), ENVIRONMENT, FAMILIES);

    private static Vocabulary vocabulary;

    private TestModels() {}

    static Path resource(String name) {
        try {
            return Path.of(TestModels.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A few merges, and a size that is no multiple of 64. */
    static synchronized Vocabulary vocabulary() throws IOException {
        if (vocabulary == null) {
            BpeOptions options = new BpeOptions(
                    VOCABULARY, SplitPattern.LLAMA3, 3, ByteOrder.VALUE, BpeOptions.DEFAULT.specialTokens(), 1, 0, "");
            MemoryCorpus books = new MemoryCorpus("books", MadeUpBooks.write(3, 400, 1), List.of());
            vocabulary = new BpeTokenizer(options, ENVIRONMENT)
                    .train(books, new TestContext(Files.createTempDirectory("vocabulary"), 1));
        }
        return vocabulary;
    }

    static Vocabulary load(Path folder) throws IOException {
        return new BpeTokenizer(BpeOptions.DEFAULT, ENVIRONMENT).load(folder);
    }

    /** Two heads to each of keys and values, layers with value embeddings and without, a short window and the whole. */
    static TrainedModel nanochat(Path checkpoint) throws IOException {
        return trained(
                "nanochat",
                new ModelDimensions(3, 64, 4, 2, 256, 520, VOCABULARY).withWindows(new AttentionWindows("SL")),
                checkpoint);
    }

    static TrainedModel llama(Path checkpoint) throws IOException {
        ModelDimensions dimensions = new ModelDimensions(1, 32, 2, 2, 64, 32, VOCABULARY);
        return trained("llama", dimensions.withSetting("tied", false), checkpoint);
    }

    /** What nanochat's one dial gives. */
    static ModelConfig ofDepth(int depth, int vocabularySize) {
        NanochatOptions options = new NanochatOptions(
                depth, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 2048, "SSSL");
        return FAMILIES.config("nanochat", new Nanochat().dimensions(options, vocabularySize));
    }

    private static TrainedModel trained(String architecture, ModelDimensions dimensions, Path checkpoint)
            throws IOException {
        ModelConfig config = FAMILIES.config(architecture, dimensions);
        Random random = new Random(5);
        int length = Math.min(64, config.context());
        int[] inputs = random.ints(4L * length, 0, VOCABULARY).toArray();
        int[] targets = random.ints(4L * length, 0, VOCABULARY).toArray();
        try (TrainableModel model = BACKEND.create(config, 5)) {
            for (int number = 1; number <= 5; number++) {
                model.accumulate(new TokenBatch(4, length, inputs, targets), 1.0 / targets.length);
                model.update(OptimizerStep.of(
                        number,
                        config.groups(),
                        group -> new AdamW(0.02, 0.9, 0.95, 1e-10, 0.1),
                        Double.POSITIVE_INFINITY));
            }
            model.save(checkpoint, false);
        }
        return new TrainedModel("chat", checkpoint, config, vocabulary(), BACKEND);
    }

    /** The model's own logits after the last of the tokens. */
    static float[] lastLogits(TrainedModel model, int[] tokens) throws IOException {
        float[] logits = new float[model.config().vocabularySize()];
        try (LanguageModel loaded = model.backend().load(model.folder());
                DecodingSession session = loaded.decode()) {
            session.append(tokens, logits);
        }
        return logits;
    }
}
