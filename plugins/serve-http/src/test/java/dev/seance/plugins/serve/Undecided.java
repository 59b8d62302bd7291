// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.serve;

import dev.seance.api.model.DecodingSession;
import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.Loss;
import dev.seance.api.model.ModelBackend;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.testing.ScriptedBackend;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;

/** A backend whose models find all letters equally likely, and take their time where they are told to. */
final class Undecided {

    private final long nanosPerToken;

    Undecided() {
        this(0);
    }

    Undecided(long nanosPerToken) {
        this.nanosPerToken = nanosPerToken;
    }

    TrainedModel model(String name, int context) {
        TrainedModel scripted = new ScriptedBackend(Map.of()).model(name, context);
        ModelBackend backend = (ModelBackend) Proxy.newProxyInstance(
                ModelBackend.class.getClassLoader(),
                new Class<?>[] {ModelBackend.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("load")) {
                        return load(scripted.config());
                    }
                    throw new IllegalStateException(method.getName());
                });
        return new TrainedModel(name, Path.of("none"), scripted.config(), scripted.vocabulary(), backend);
    }

    private LanguageModel load(ModelConfig config) {
        return new LanguageModel() {
            @Override
            public ModelConfig config() {
                return config;
            }

            @Override
            public DecodingSession decode() {
                return new Reading();
            }

            @Override
            public Loss score(TokenBatch batch) {
                return Loss.NONE;
            }

            @Override
            public void close() {}
        };
    }

    private final class Reading implements DecodingSession {

        private int position;

        @Override
        public int position() {
            return position;
        }

        @Override
        public void append(int[] tokens, float[] logits) {
            position += tokens.length;
            int first = ScriptedBackend.VOCABULARY.encode("a")[0];
            for (int i = 0; i < logits.length; i++) {
                logits[i] = i >= first && i < first + 26 ? 0 : -100;
            }
            for (long end = System.nanoTime() + nanosPerToken; System.nanoTime() < end; ) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void close() {}
    }
}
