// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.model;

import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.TokenBatch;

/** Checks token ids before an engine gets them: what it does with an id outside its table is its own affair. */
public final class TokenIds {

    private TokenIds() {}

    /** @throws IllegalArgumentException when the batch is longer than the context or an id is outside the vocabulary */
    public static void check(ModelConfig config, TokenBatch batch) {
        if (batch.length() > config.context()) {
            throw new IllegalArgumentException(
                    "sequences of " + batch.length() + " tokens, but the model's context is " + config.context());
        }
        check(config, batch.inputs(), 0);
        check(config, batch.targets(), TokenBatch.IGNORED);
    }

    /** @throws IllegalArgumentException when an id is below {@code least} or not in the vocabulary */
    public static void check(ModelConfig config, int[] ids, int least) {
        for (int id : ids) {
            if (id < least || id >= config.vocabularySize()) {
                throw new IllegalArgumentException(
                        "token " + id + " in a vocabulary of " + config.vocabularySize() + " entries");
            }
        }
    }
}
