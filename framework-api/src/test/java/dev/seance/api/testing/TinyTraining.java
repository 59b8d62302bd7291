// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.testing;

import dev.seance.api.model.AdamW;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.Muon;
import dev.seance.api.model.OptimizerStep;
import dev.seance.api.model.ParameterGroup;
import dev.seance.api.model.TokenBatch;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A model small enough for a test of milliseconds, and something for it to learn. */
public final class TinyTraining {

    public static final int CONTEXT = 16;
    public static final int VOCABULARY = 64;

    private TinyTraining() {}

    /** Two layers of width 32 with two heads. */
    public static ModelDimensions dimensions() {
        return new ModelDimensions(2, 32, 2, 2, 128, CONTEXT, VOCABULARY);
    }

    /** Rows of random tokens, each to be predicted from those before it. */
    public static TokenBatch random(int rows, long seed) {
        Random random = new Random(seed);
        int[] inputs = random.ints((long) rows * CONTEXT, 0, VOCABULARY).toArray();
        int[] targets = new int[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            targets[i] = (i + 1) % CONTEXT == 0 ? random.nextInt(VOCABULARY) : inputs[i + 1];
        }
        return new TokenBatch(rows, CONTEXT, inputs, targets);
    }

    /** Some of a batch's rows. */
    public static TokenBatch rows(TokenBatch batch, int from, int to) {
        int length = batch.length();
        return new TokenBatch(
                to - from,
                length,
                Arrays.copyOfRange(batch.inputs(), from * length, to * length),
                Arrays.copyOfRange(batch.targets(), from * length, to * length));
    }

    /** An update of these groups by AdamW at one learning rate. */
    public static OptimizerStep step(List<ParameterGroup> groups, long number, double rate) {
        return OptimizerStep.of(number, groups, group -> new AdamW(rate, 0.9, 0.95, 1e-8, 0), 1);
    }

    /** An update of these groups by Muon where they are matrices, and by AdamW otherwise, at one learning rate. */
    public static OptimizerStep muonStep(List<ParameterGroup> groups, long number, double rate) {
        return muonStep(groups, number, rate, false);
    }

    /** The same, by {@link Muon} that is equilibrated or not. */
    public static OptimizerStep muonStep(List<ParameterGroup> groups, long number, double rate, boolean equilibrated) {
        return OptimizerStep.of(
                number,
                groups,
                group -> group.matrices()
                        ? new Muon(rate, 0.95, 0.9, 0, equilibrated)
                        : new AdamW(rate, 0.9, 0.95, 1e-8, 0),
                1);
    }
}
