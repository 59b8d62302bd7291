// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.model;

import dev.seance.api.model.DecodingSession;
import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.Loss;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.testing.ToyFamily;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleBiFunction;

/** A language model whose logits a test makes up from the text so far and the token asked about. */
final class ScriptedModel implements LanguageModel {

    private final ModelConfig config;
    private final ToDoubleBiFunction<List<Integer>, Integer> logit;
    private final List<List<Integer>> texts = new ArrayList<>();
    private int open;

    ScriptedModel(int context, int vocabulary, ToDoubleBiFunction<List<Integer>, Integer> logit) {
        this.config = ToyFamily.config(new ModelDimensions(1, 2, 1, 1, 2, context, vocabulary));
        this.logit = logit;
    }

    /** Prefers the same tokens whatever was said. */
    static ScriptedModel preferring(int context, double... logits) {
        return new ScriptedModel(context, logits.length, (text, token) -> logits[token]);
    }

    /** What each decoding was given to read. */
    List<List<Integer>> texts() {
        return texts;
    }

    /** Decodings that nobody closed. */
    int open() {
        return open;
    }

    @Override
    public ModelConfig config() {
        return config;
    }

    @Override
    public DecodingSession decode() {
        List<Integer> text = new ArrayList<>();
        texts.add(text);
        open++;
        return new DecodingSession() {
            @Override
            public int position() {
                return text.size();
            }

            @Override
            public void append(int[] tokens, float[] logits) {
                Arrays.stream(tokens).forEach(text::add);
                if (text.size() > config.context()) {
                    throw new IllegalArgumentException(text.size() + " tokens");
                }
                for (int token = 0; token < logits.length; token++) {
                    logits[token] = (float) logit.applyAsDouble(text, token);
                }
            }

            @Override
            public void close() {
                open--;
            }
        };
    }

    @Override
    public Loss score(TokenBatch batch) {
        return Loss.NONE;
    }

    @Override
    public void close() {}
}
