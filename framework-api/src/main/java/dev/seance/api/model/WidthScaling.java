// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

/** How a learning rate tuned at one width carries over to another. */
public enum WidthScaling {
    /** It stays: scalars, and matrices moved by {@link Muon}, whose steps have a size of their own. */
    NONE,

    /** It falls with the root of the width: tables, as nanochat has it. */
    INVERSE_SQUARE_ROOT,

    /** It falls with the width: matrices moved by {@link AdamW} (muP, https://arxiv.org/abs/2203.03466). */
    INVERSE;

    /** What the learning rate is multiplied by for a model of {@code width} when it was tuned at {@code reference}. */
    public double factor(int reference, int width) {
        double ratio = (double) reference / width;
        return switch (this) {
            case NONE -> 1;
            case INVERSE_SQUARE_ROOT -> Math.sqrt(ratio);
            case INVERSE -> ratio;
        };
    }
}
