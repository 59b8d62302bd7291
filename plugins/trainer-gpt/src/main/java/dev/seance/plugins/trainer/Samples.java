// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.model.Sampling;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.run.StepContext;
import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.kit.model.Generator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Samples from the model in training: continues a few prompts, the same each time and with the same seed, so that the
 * texts of different steps compare.
 *
 * @param prompts what it continues
 * @param tokens turns a prompt into the tokens the model reads
 * @param vocabulary of the model
 * @param seed of the sampling
 */
record Samples(List<String> prompts, Function<String, int[]> tokens, Vocabulary vocabulary, long seed) {

    private static final int MAX_TOKENS = 64;

    Samples {
        prompts = List.copyOf(prompts);
        Objects.requireNonNull(tokens, "tokens");
        Objects.requireNonNull(vocabulary, "vocabulary");
    }

    void generate(TrainableModel model, long step, StepContext context) {
        int stop = vocabulary.id(SpecialToken.DOCUMENT);
        Sampling sampling = Sampling.DEFAULT
                .withMaxTokens(MAX_TOKENS)
                .fitting(model.config().context());
        for (String prompt : prompts) {
            int[] generated = Generator.of(model.languageModel(), vocabulary, sampling, seed)
                    .generate(tokens.apply(prompt), stop, token -> {});
            String text = vocabulary.decode(generated).replaceAll("\\s+", " ");
            context.progress().note("step " + step + ", \"" + prompt + "\": " + text.strip());
            context.metrics().text(step, "sample/" + prompt, text.strip());
        }
    }
}
