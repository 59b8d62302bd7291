// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.tensorflow;

import dev.seance.api.model.DecodingBatch;
import dev.seance.api.model.DecodingSession;
import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.Loss;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.TokenBatch;
import dev.seance.kit.model.TokenIds;
import java.util.ArrayList;
import java.util.List;

/** The variables of an engine, for inference. */
final class TensorFlowLanguageModel implements LanguageModel {
    private final Engine engine;
    private final Weights weights;
    private final ModelConfig config;
    private final Architecture architecture;
    private final LossGraph loss;
    private final Runnable onClose;
    private final List<DecodingCache> free = new ArrayList<>();
    private int caches;

    /** @param onClose what closing frees: the engine, or nothing while a trainable model owns it */
    TensorFlowLanguageModel(
            Engine engine,
            Weights weights,
            ModelConfig config,
            Architecture architecture,
            LossGraph loss,
            Runnable onClose) {
        this.engine = engine;
        this.weights = weights;
        this.config = config;
        this.architecture = architecture;
        this.loss = loss;
        this.onClose = onClose;
    }

    @Override
    public ModelConfig config() {
        return config;
    }

    @Override
    public DecodingSession decode() {
        return new TensorFlowDecoding(decodeTogether(1));
    }

    @Override
    public DecodingBatch decodeTogether(int slots) {
        if (slots < 1) {
            throw new IllegalArgumentException(slots + " slots; at least 1");
        }
        DecodingCache cache = free.stream()
                .filter(unused -> unused.slots() == slots)
                .findFirst()
                .orElse(null);
        if (cache == null) {
            cache = new DecodingCache(engine, weights, config, architecture, Integer.toString(caches++), slots);
        } else {
            free.remove(cache);
        }
        DecodingCache taken = cache;
        return new TensorFlowBatch(taken, config, () -> free.add(taken));
    }

    @Override
    public Loss score(TokenBatch batch) {
        TokenIds.check(config, batch);
        return loss.score(batch);
    }

    @Override
    public void close() {
        onClose.run();
    }
}
