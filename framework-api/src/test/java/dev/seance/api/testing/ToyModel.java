// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.testing;

import dev.seance.api.model.AdamW;
import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.Loss;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.OptimizerStep;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.model.TrainableModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * Predicts a token from the one before it: logits are {@code head · embedding[token]}. Real gradients, real AdamW, so a
 * loop that drives it wrongly shows in its loss. Deterministic to the bit.
 */
final class ToyModel implements TrainableModel {

    private final ToyWeights weights;
    private final ToyMachine machine;
    private final int width;
    private final double[] embeddingGradient;
    private final double[] headGradient;

    ToyModel(ToyWeights weights, ToyMachine machine) {
        this.weights = weights;
        this.machine = machine;
        this.width = weights.config().width();
        this.embeddingGradient = new double[weights.embedding().values().length];
        this.headGradient = new double[weights.head().values().length];
    }

    @Override
    public ModelConfig config() {
        return weights.config();
    }

    @Override
    public Loss accumulate(TokenBatch batch, double scale) {
        machine.tick();
        return run(batch, scale);
    }

    @Override
    public Loss score(TokenBatch batch) {
        machine.tick();
        return run(batch, 0);
    }

    private Loss run(TokenBatch batch, double scale) {
        if (batch.length() > config().context()) {
            throw new IllegalArgumentException(
                    "rows of " + batch.length() + " tokens, the context is " + config().context());
        }
        double[] logits = new double[config().vocabularySize()];
        double nats = 0;
        for (int i = 0; i < batch.inputs().length; i++) {
            int target = batch.targets()[i];
            if (target != TokenBatch.IGNORED) {
                int input = batch.inputs()[i];
                predict(input, logits);
                nats -= logits[target];
                if (scale != 0) {
                    differentiate(input, target, logits, scale);
                }
            }
        }
        return new Loss(machine.orNaN(nats), batch.targetCount());
    }

    /** Fills in the logarithm of each token's probability. */
    private void predict(int input, double[] logits) {
        float[] embedding = weights.embedding().values();
        float[] head = weights.head().values();
        double sum = 0;
        for (int v = 0; v < logits.length; v++) {
            double logit = 0;
            for (int d = 0; d < width; d++) {
                logit += head[v * width + d] * embedding[input * width + d];
            }
            logits[v] = logit;
            sum += Math.exp(logit);
        }
        double normaliser = Math.log(sum);
        for (int v = 0; v < logits.length; v++) {
            logits[v] -= normaliser;
        }
    }

    private void differentiate(int input, int target, double[] logits, double scale) {
        float[] embedding = weights.embedding().values();
        float[] head = weights.head().values();
        for (int v = 0; v < logits.length; v++) {
            double slope = scale * (Math.exp(logits[v]) - (v == target ? 1 : 0));
            for (int d = 0; d < width; d++) {
                headGradient[v * width + d] += slope * embedding[input * width + d];
                embeddingGradient[input * width + d] += slope * head[v * width + d];
            }
        }
    }

    @Override
    public double update(OptimizerStep step) {
        machine.tick();
        double squares = 0;
        for (int i = 0; i < headGradient.length; i++) {
            squares += headGradient[i] * headGradient[i] + embeddingGradient[i] * embeddingGradient[i];
        }
        double norm = Math.sqrt(squares);
        double scale = norm > step.maxGradNorm() ? step.maxGradNorm() / norm : 1;
        norm = machine.orNaN(norm);
        if (!Double.isFinite(norm)) {
            Arrays.fill(embeddingGradient, 0);
            Arrays.fill(headGradient, 0);
            return norm;
        }
        adam(
                weights.embedding(),
                embeddingGradient,
                scale,
                (AdamW) step.rule(weights.group("embedding")),
                step.number());
        adam(weights.head(), headGradient, scale, (AdamW) step.rule(weights.group("head")), step.number());
        return norm;
    }

    private static void adam(ToyWeights.Table table, double[] gradient, double scale, AdamW rule, long number) {
        double meanBias = 1 - Math.pow(rule.beta1(), number);
        double squareBias = 1 - Math.pow(rule.beta2(), number);
        for (int i = 0; i < gradient.length; i++) {
            double slope = gradient[i] * scale;
            gradient[i] = 0;
            table.mean()[i] += (float) ((1 - rule.beta1()) * (slope - table.mean()[i]));
            table.square()[i] += (float) ((1 - rule.beta2()) * (slope * slope - table.square()[i]));
            double root = Math.sqrt(table.square()[i] / squareBias);
            table.values()[i] -= (float) (rule.learningRate() * table.mean()[i] / meanBias / (root + rule.epsilon()));
        }
    }

    @Override
    public Map<String, String> computeSettings() {
        return Map.of("engine", "toy");
    }

    @Override
    public long engineNanos() {
        return 0;
    }

    @Override
    public void save(Path folder, boolean withOptimizer) throws IOException {
        machine.tick();
        weights.writeWeights(folder);
        machine.tick();
        if (withOptimizer) {
            weights.writeOptimizer(folder);
        }
    }

    @Override
    public LanguageModel languageModel() {
        return new ToyLanguageModel(this);
    }

    void logits(int token, float[] logits) {
        double[] predicted = new double[logits.length];
        predict(token, predicted);
        for (int v = 0; v < logits.length; v++) {
            logits[v] = (float) predicted[v];
        }
    }

    @Override
    public void close() {}
}
