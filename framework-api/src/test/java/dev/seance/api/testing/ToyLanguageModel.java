// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.testing;

import dev.seance.api.model.DecodingSession;
import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.Loss;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.TokenBatch;

/** A toy model as a generator sees it. */
record ToyLanguageModel(ToyModel model) implements LanguageModel {

    @Override
    public ModelConfig config() {
        return model.config();
    }

    @Override
    public DecodingSession decode() {
        return new DecodingSession() {
            private int position;

            @Override
            public int position() {
                return position;
            }

            @Override
            public void append(int[] tokens, float[] logits) {
                if (position + tokens.length > config().context()) {
                    throw new IllegalArgumentException("longer than the context of " + config().context());
                }
                position += tokens.length;
                model.logits(tokens[tokens.length - 1], logits);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public Loss score(TokenBatch batch) {
        return model.score(batch);
    }

    @Override
    public void close() {}
}
