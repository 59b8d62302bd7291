// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.OptimizerStep;
import dev.seance.api.model.Precision;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.testing.reference.Matrix;
import dev.seance.api.testing.reference.ReferenceModel;
import dev.seance.api.testing.reference.ReferenceOptimizer;
import dev.seance.api.testing.reference.Rounding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the reference computes, and how far a program may be from it, tensor by tensor: as far as rounding alone moves the
 * reference on the same input, several times over. No bound comes from what a machine happened to give.
 *
 * @param expected the reference's tensors
 * @param bounds the greatest distance from these, by name
 */
record Yardstick(Distance distance, Map<String, Matrix> expected, Map<String, Double> bounds) {
    /**
     * The draws sample the distribution that a program's rounding errors come from too, so that its distance is about as
     * likely as theirs. Five times the greatest of them is out of reach of chance, and a wrong term or factor is far above:
     * what is left out or counted twice shows at 0.01 and more, where these bounds are 1e-6 to 1e-3 in fp32.
     */
    private static final double SAFETY = 5;

    /** Where hardly anything is computed, every draw may come to the same number. */
    private static final double LEAST = 0x1p-20;

    /** Enough that a tensor of a single number does not come out right by chance in every one. */
    private static final int DRAWS = 8;

    /** Of a batch of many tokens or of a large vocabulary, which takes seconds. */
    private static final int FEW_DRAWS = 3;

    private static final long MANY_LOGITS = 15_000;

    /** The derivatives of {@code scale} times the loss. */
    static Yardstick ofGradients(
            ModelConfig shape,
            Map<String, Matrix> tensors,
            TokenBatch batch,
            double scale,
            Precision precision,
            Distance distance) {
        Map<String, Matrix> expected = new ReferenceModel(shape, tensors).gradients(batch, scale);
        List<Map<String, Matrix>> draws = new ArrayList<>();
        boolean large = (long) batch.inputs().length * shape.vocabularySize() > MANY_LOGITS;
        for (int draw = 1; draw <= (large ? FEW_DRAWS : DRAWS); draw++) {
            draws.add(new ReferenceModel(shape, tensors, Rounding.of(precision, draw)).gradients(batch, scale));
        }
        return of(distance, expected, draws);
    }

    /** Of the same tensors, computed with rounding several times. */
    static Yardstick of(Distance distance, Map<String, Matrix> expected, List<Map<String, Matrix>> draws) {
        Map<String, Double> bounds = new TreeMap<>();
        expected.forEach((name, tensor) -> bounds.put(
                name,
                Math.max(
                        LEAST,
                        SAFETY
                                * draws.stream()
                                        .mapToDouble(draw -> distance.of(tensor, draw.get(name)))
                                        .max()
                                        .orElseThrow())));
        return new Yardstick(distance, expected, bounds);
    }

    /** Updates by the same rules one after the other: what each changes, given the gradients that a program had. */
    static final class Steps {
        private final ReferenceOptimizer exact;
        private final List<ReferenceOptimizer> rounded = new ArrayList<>();

        Steps(ModelConfig shape, Precision precision) {
            this.exact = new ReferenceOptimizer(shape, Rounding.NONE);
            for (int draw = 1; draw <= DRAWS; draw++) {
                rounded.add(new ReferenceOptimizer(shape, Rounding.of(precision, draw)));
            }
        }

        Yardstick step(
                Map<String, Matrix> before, Map<String, Matrix> gradients, OptimizerStep step, Distance distance) {
            List<Map<String, Matrix>> draws = new ArrayList<>();
            rounded.forEach(optimizer -> draws.add(changes(optimizer, before, gradients, step)));
            return of(distance, changes(exact, before, gradients, step), draws);
        }

        private static Map<String, Matrix> changes(
                ReferenceOptimizer optimizer,
                Map<String, Matrix> before,
                Map<String, Matrix> gradients,
                OptimizerStep step) {
            Map<String, Matrix> after = new LinkedHashMap<>();
            before.forEach((name, tensor) -> after.put(name, tensor.copy()));
            optimizer.step(after, gradients, step);
            return Updates.changes(before, after);
        }
    }

    /** Holds every tensor that is expected against the one found. */
    void agree(Map<String, Matrix> found) {
        expected.forEach((name, tensor) ->
                assertThat(distance.of(tensor, found.get(name))).as(name).isLessThan(bounds.get(name)));
    }

    /**
     * Holds two ways to compute the same against each other, neither being the truth: each may be off by its own bound.
     *
     * @param otherExpected what the reference computes for the other, where it was given different numbers
     */
    void agree(Map<String, Matrix> one, Map<String, Matrix> other, Map<String, Matrix> otherExpected) {
        expected.forEach((name, tensor) -> assertThat(distance.of(one.get(name), other.get(name)))
                .as(name)
                .isLessThan(2 * bounds.get(name) + distance.of(tensor, otherExpected.get(name))));
    }
}
