// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

import java.util.Objects;

/**
 * Rows of tokens and, for each place, the token to be predicted there. Row-major, {@code rows x length}. The arrays
 * belong to the batch: whoever made it fills them and lends them to one call at a time.
 */
public final class TokenBatch {

    /** The target of a place that is not to be learnt: padding, what the person said. */
    public static final int IGNORED = -1;

    private final int rows;
    private final int length;
    private final int[] inputs;
    private final int[] targets;

    /**
     * Wraps two arrays of {@code rows * length} ids.
     *
     * @throws IllegalArgumentException when a size does not fit
     */
    public TokenBatch(int rows, int length, int[] inputs, int[] targets) {
        Objects.requireNonNull(inputs, "inputs");
        Objects.requireNonNull(targets, "targets");
        if (rows < 1 || length < 1 || inputs.length != rows * length || targets.length != rows * length) {
            throw new IllegalArgumentException("batch of " + rows + " x " + length + " with " + inputs.length
                    + " inputs and " + targets.length + " targets");
        }
        this.rows = rows;
        this.length = length;
        this.inputs = inputs;
        this.targets = targets;
    }

    public int rows() {
        return rows;
    }

    /** Tokens in a row. */
    public int length() {
        return length;
    }

    /** The input ids, {@code rows x length}; not a copy. */
    public int[] inputs() {
        return inputs;
    }

    /** The target ids, {@code rows x length}, {@link #IGNORED} where there is none; not a copy. */
    public int[] targets() {
        return targets;
    }

    /** How many places have a target. */
    public int targetCount() {
        int count = 0;
        for (int target : targets) {
            if (target != IGNORED) {
                count++;
            }
        }
        return count;
    }
}
