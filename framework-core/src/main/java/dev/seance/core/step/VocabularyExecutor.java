// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.corpus.Corpus;
import dev.seance.api.run.StepContext;
import dev.seance.api.tokenizer.Tokenizer;
import dev.seance.api.tokenizer.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Makes a vocabulary. */
record VocabularyExecutor(Tokenizer tokenizer, Corpus corpus) implements StepExecutor {

    @Override
    public Map<String, Double> make(Path output, StepContext context) throws IOException {
        Vocabulary vocabulary = tokenizer.train(corpus, context);
        vocabulary.save(output);
        return Map.of("entries", (double) vocabulary.size());
    }
}
