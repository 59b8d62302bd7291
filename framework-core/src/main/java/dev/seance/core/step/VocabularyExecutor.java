// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.run.StepContext;
import dev.seance.api.step.StepInputs;
import dev.seance.api.tokenizer.Tokenizer;
import dev.seance.api.tokenizer.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Makes a vocabulary: trains it on the corpus that the step takes, or loads the one that its options name. */
record VocabularyExecutor(Tokenizer tokenizer, StepInputs inputs) implements StepExecutor {

    @Override
    public Map<String, Double> make(Path output, StepContext context) throws IOException {
        Optional<Path> existing = tokenizer.existing();
        Vocabulary vocabulary =
                existing.isPresent() ? tokenizer.load(existing.get()) : tokenizer.train(inputs.corpus(), context);
        vocabulary.save(output);
        return Map.of("entries", (double) vocabulary.size());
    }
}
