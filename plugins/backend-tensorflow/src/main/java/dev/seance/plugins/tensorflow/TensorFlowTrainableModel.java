// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.tensorflow;

import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.Loss;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.OptimizerStep;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.model.TrainableModel;
import dev.seance.kit.model.TokenIds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The variables of an engine, in training: one run of the graph a micro-batch, two an update. With an equal thread count
 * equal calls give bit-identical weights, across save and restore too; gradients not yet applied are not saved.
 */
final class TensorFlowTrainableModel implements TrainableModel {
    private final Engine engine;
    private final ModelConfig config;
    private final LossGraph loss;
    private final OptimizerGraph optimizer;
    private final LanguageModel view;
    private final Map<String, String> settings;

    TensorFlowTrainableModel(
            Engine engine,
            ModelConfig config,
            LossGraph loss,
            OptimizerGraph optimizer,
            LanguageModel view,
            Map<String, String> settings) {
        this.engine = engine;
        this.config = config;
        this.loss = loss;
        this.optimizer = optimizer;
        this.view = view;
        this.settings = Map.copyOf(settings);
    }

    @Override
    public ModelConfig config() {
        return config;
    }

    @Override
    public Loss accumulate(TokenBatch batch, double scale) {
        TokenIds.check(config, batch);
        return loss.accumulate(batch, scale);
    }

    @Override
    public double update(OptimizerStep step) {
        if (loss.isEmpty()) {
            // An update by gradients of zero still moves what has momentum.
            loss.clear();
        }
        double norm = optimizer.norm();
        if (Double.isFinite(norm)) {
            optimizer.update(step, norm > step.maxGradNorm() ? step.maxGradNorm() / norm : 1);
        }
        loss.forget();
        return norm;
    }

    @Override
    public Loss score(TokenBatch batch) {
        return view.score(batch);
    }

    @Override
    public LanguageModel languageModel() {
        return view;
    }

    @Override
    public Map<String, String> computeSettings() {
        return settings;
    }

    @Override
    public long engineNanos() {
        return engine.nanos();
    }

    @Override
    public void save(Path folder, boolean withOptimizer) throws IOException {
        CheckpointFiles.save(engine, config, optimizer, folder, withOptimizer);
    }

    @Override
    public void close() {
        engine.close();
    }
}
