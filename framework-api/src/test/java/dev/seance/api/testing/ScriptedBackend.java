// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.testing;

import dev.seance.api.model.BackendDiagnosis;
import dev.seance.api.model.BackendSupport;
import dev.seance.api.model.DecodingSession;
import dev.seance.api.model.Device;
import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.Loss;
import dev.seance.api.model.ModelBackend;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.PeakThroughput;
import dev.seance.api.model.Precision;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.tokenizer.SpecialToken;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * A backend whose models say what a script has them say, byte by byte, and need the same nats for every token they
 * score. A reply that ends in {@code ...} is never ended, and goes on slowly, so that there is time to interrupt it.
 */
public record ScriptedBackend(Map<String, String> replies, double natsPerToken, List<TokenBatch> scored)
        implements ModelBackend {

    public static final ByteVocabulary VOCABULARY = new ByteVocabulary();

    /** For each token of a reply that goes on. */
    private static final long PAUSE_NANOS = 10_000_000;

    /** One whose models reply so to these questions, and say nothing to others. */
    public ScriptedBackend(Map<String, String> replies) {
        this(replies, 0, new ArrayList<>());
    }

    /** One whose models score so. */
    public ScriptedBackend(double natsPerToken) {
        this(Map.of(), natsPerToken, new ArrayList<>());
    }

    /** A model of it with a vocabulary of bytes. */
    public TrainedModel model(String name, int context) {
        ModelConfig config = ToyFamily.config(new ModelDimensions(1, 8, 1, 1, 8, context, VOCABULARY.size()));
        return new TrainedModel(name, Path.of(Integer.toString(context)), config, VOCABULARY, this);
    }

    @Override
    public LanguageModel load(Path folder) {
        ModelConfig config = model("", Integer.parseInt(folder.toString())).config();
        return new LanguageModel() {
            @Override
            public ModelConfig config() {
                return config;
            }

            @Override
            public DecodingSession decode() {
                return new Reading();
            }

            @Override
            public Loss score(TokenBatch batch) {
                scored.add(batch);
                return new Loss(natsPerToken * batch.targetCount(), batch.targetCount());
            }

            @Override
            public void close() {}
        };
    }

    private final class Reading implements DecodingSession {

        private int[] script = {};
        private int said;
        private int position;

        @Override
        public int position() {
            return position;
        }

        @Override
        public void append(int[] tokens, float[] logits) {
            if (position == 0) {
                script = VOCABULARY.encode(replies.getOrDefault(VOCABULARY.decode(tokens), ""));
            }
            position += tokens.length;
            Arrays.fill(logits, -100);
            logits[next()] = 100;
        }

        private int next() {
            if (said < script.length) {
                return script[said++];
            }
            if (!VOCABULARY.decode(script).endsWith("...")) {
                return VOCABULARY.id(SpecialToken.DOCUMENT);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            return script[script.length - 1];
        }

        @Override
        public void close() {}
    }

    @Override
    public BackendSupport support() {
        return new BackendSupport(Set.of("toy"), Set.of(), Set.of(Precision.FP32), Set.of(Device.CPU), false);
    }

    @Override
    public Optional<Double> measuredFlops() {
        return Optional.empty();
    }

    @Override
    public OptionalLong trainingMemory(ModelConfig config, int microBatch, Optional<Device> device) {
        return OptionalLong.empty();
    }

    @Override
    public PeakThroughput peaks() {
        return new PeakThroughput(Precision.FP32, 1e9, 1e9);
    }

    @Override
    public PeakThroughput measurePeaks() {
        return peaks();
    }

    @Override
    public BackendDiagnosis diagnose() {
        return new BackendDiagnosis(true, List.of("a script"), List.of());
    }

    @Override
    public TrainableModel create(ModelConfig config, long seed) {
        throw new IllegalStateException("a script does not learn");
    }

    @Override
    public TrainableModel restore(Path folder) {
        throw new IllegalStateException("a script does not learn");
    }
}
