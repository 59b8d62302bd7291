// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import dev.seance.api.model.AttentionWindows;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.TokenBatch;
import java.util.Random;

/**
 * Small models that between them have every branch of the designs. Those of nanochat have three layers or more, as the
 * second of two would be both the middle, which is taken out at the end, and the end, and the last norm hides that.
 */
public enum ReferenceShapes {
    NANOCHAT(Families.nanochat(new ModelDimensions(4, 16, 4, 4, 24, 24, 29)), 24),
    NANOCHAT_GROUPED(Families.nanochat(new ModelDimensions(3, 32, 4, 2, 40, 24, 29)), 24),
    /** Narrower than the channels that gates look at, one head of keys for all queries, more layers. */
    NANOCHAT_ODD(Families.nanochat(new ModelDimensions(5, 8, 2, 1, 24, 24, 29)), 24),
    /** Three layers that see 128 tokens back, and rows longer than that and than the blocks of attention's derivative. */
    NANOCHAT_WINDOWS(
            Families.nanochat(new ModelDimensions(4, 8, 2, 1, 16, 400, 29).withWindows(new AttentionWindows("SSSL"))),
            270),
    /** Wide enough that roundings average out. */
    NANOCHAT_WIDE(Families.nanochat(new ModelDimensions(3, 64, 4, 2, 128, 64, 61)), 64),
    LLAMA(Families.llama(new ModelDimensions(2, 16, 4, 4, 24, 24, 29)), 24),
    LLAMA_GROUPED(Families.llama(new ModelDimensions(3, 32, 8, 2, 40, 24, 29)), 24),
    LLAMA_TIED(Families.tiedLlama(new ModelDimensions(2, 16, 4, 1, 24, 24, 29)), 24),
    /** So many logits that a program has to take them in parts. */
    LLAMA_VOCABULARY(Families.llama(new ModelDimensions(1, 8, 2, 1, 16, 32, 70_000)), 21),
    LLAMA_WIDE(Families.llama(new ModelDimensions(2, 64, 4, 2, 128, 64, 61)), 64),
    LLAMA_WINDOWS(
            Families.tiedLlama(new ModelDimensions(3, 8, 2, 2, 16, 400, 29).withWindows(new AttentionWindows("LS"))),
            270);

    private final ModelConfig shape;
    private final int length;

    ReferenceShapes(ModelConfig shape, int length) {
        this.shape = shape;
        this.length = length;
    }

    public ModelConfig shape() {
        return shape;
    }

    /** Rows of random tokens; about every fifth target is to be ignored. */
    public TokenBatch batch(int rows, long seed) {
        Random random = new Random(seed);
        int places = rows * length;
        int[] targets = random.ints(places, 0, shape.vocabularySize()).toArray();
        for (int i = 0; i < places; i++) {
            if (random.nextInt(5) == 0) {
                targets[i] = TokenBatch.IGNORED;
            }
        }
        return new TokenBatch(
                rows, length, random.ints(places, 0, shape.vocabularySize()).toArray(), targets);
    }
}
