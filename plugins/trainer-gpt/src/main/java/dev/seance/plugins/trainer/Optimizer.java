// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.model.AdamW;
import dev.seance.api.model.OptimizerStep;
import dev.seance.api.model.ParameterGroup;
import dev.seance.api.model.UpdateRule;
import java.util.EnumMap;
import java.util.Map;

/**
 * The hyper-parameters of a training that do not change from step to step.
 *
 * @param matrixRate rate of the layers' matrices at full height
 * @param embeddingRate rate of the token table at full height, for this width
 * @param headRate rate of the output matrix at full height, for this width
 * @param beta1 decay of the gradient's mean
 * @param beta2 decay of the gradient's square
 * @param weightDecay decoupled decay of the matrices
 * @param clip greatest gradient norm; 0 for no bound
 */
record Optimizer(
        double matrixRate,
        double embeddingRate,
        double headRate,
        double beta1,
        double beta2,
        double weightDecay,
        double clip) {

    /** The rates that {@code pretrain} has unless told otherwise, and that {@code finetune} scales. */
    static final String MATRIX_RATE = "0.001";

    static final String EMBEDDING_RATE = "0.2";
    static final String HEAD_RATE = "0.004";
    static final String BETA1 = "0.9";
    static final String BETA2 = "0.95";

    /** nanochat's: gradients of a mean over half a million tokens are small, and 1e-8 would drown the smallest. */
    private static final double EPSILON = 1e-10;

    /** The width at which the rates of the tables were tuned, in nanochat. */
    private static final double TUNED_WIDTH = 768;

    /** The default rates times a factor. */
    static Optimizer defaults(double scale, double weightDecay, double clip) {
        return new Optimizer(
                scale * Double.parseDouble(MATRIX_RATE),
                scale * Double.parseDouble(EMBEDDING_RATE),
                scale * Double.parseDouble(HEAD_RATE),
                Double.parseDouble(BETA1),
                Double.parseDouble(BETA2),
                weightDecay,
                clip);
    }

    /** The same with the tables' rates for a width: they go with its inverse square root. */
    Optimizer forWidth(int width) {
        double scale = Math.sqrt(TUNED_WIDTH / width);
        return new Optimizer(matrixRate, embeddingRate * scale, headRate * scale, beta1, beta2, weightDecay, clip);
    }

    /** The update of that number, its rates multiplied by a factor. */
    OptimizerStep step(long number, double factor) {
        AdamW matrices = new AdamW(matrixRate * factor, beta1, beta2, EPSILON, weightDecay);
        AdamW tables = new AdamW(embeddingRate * factor, beta1, beta2, EPSILON, 0);
        Map<ParameterGroup, UpdateRule> rules = new EnumMap<>(ParameterGroup.class);
        for (ParameterGroup group : ParameterGroup.values()) {
            rules.put(group, group.matrices() ? matrices : tables);
        }
        rules.put(ParameterGroup.HEAD, new AdamW(headRate * factor, beta1, beta2, EPSILON, 0));
        return new OptimizerStep(number, rules, clip == 0 ? Double.POSITIVE_INFINITY : clip);
    }
}
