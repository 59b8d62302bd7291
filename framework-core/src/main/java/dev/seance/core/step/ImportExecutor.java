// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.export.Importer;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.run.StepContext;
import dev.seance.api.run.UserError;
import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.api.tokenizer.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes a model of somebody else's files: its weights, and its vocabulary as a tokenizer of ours takes it. */
final class ImportExecutor implements StepExecutor {

    /** Finds the tokenizer that takes a vocabulary of unknown make. */
    @FunctionalInterface
    interface Tokenizers {

        ForeignVocabulary load(Path folder) throws IOException;
    }

    private final Importer importer;
    private final ModelConfig config;
    private final String revision;
    private final Tokenizers tokenizers;
    private String tokenizer;

    /**
     * @param config what the importer said while planning
     * @param revision likewise
     */
    ImportExecutor(Importer importer, ModelConfig config, String revision, Tokenizers tokenizers) {
        this.importer = importer;
        this.config = config;
        this.revision = revision;
        this.tokenizers = tokenizers;
    }

    @Override
    public Map<String, Double> make(Path output, StepContext context) throws IOException {
        importer.write(output, context);
        ForeignVocabulary found = tokenizers.load(output);
        Vocabulary vocabulary = found.vocabulary();
        if (vocabulary.size() > config.vocabularySize()) {
            throw new UserError(String.format(
                    Locale.ROOT,
                    "the vocabulary has %,d tokens, and the model's tables %,d rows: they do not belong together; give the"
                            + " vocabulary that the model was trained with",
                    vocabulary.size(),
                    config.vocabularySize()));
        }
        vocabulary.save(output);
        tokenizer = found.tokenizer();
        if (!importer.revision().equals(revision)) {
            throw new UserError("the files changed while they were read; run again when they are at rest");
        }
        noteWhatIsMissing(vocabulary, context);
        return Map.of("parameters", (double) config.parameters().total());
    }

    private static void noteWhatIsMissing(Vocabulary vocabulary, StepContext context) {
        List<String> missing = Arrays.stream(SpecialToken.values())
                .filter(purpose -> vocabulary.find(purpose).isEmpty())
                .map(purpose -> purpose.name().toLowerCase(Locale.ROOT))
                .toList();
        if (!missing.isEmpty()) {
            context.progress()
                    .note("its vocabulary has no special token for " + String.join(", ", missing)
                            + ", so that what needs one cannot be done with it (it has "
                            + vocabulary.specials().keySet().stream().limit(20).collect(Collectors.joining(" ")) + ")");
        }
    }

    @Override
    public Map<String, String> attributes() {
        return Map.of(VocabularyArtifact.TOKENIZER, tokenizer);
    }
}
