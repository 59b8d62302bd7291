// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.gguf;

import dev.seance.api.run.Environment;
import dev.seance.api.testing.MemoryCorpus;
import dev.seance.api.testing.TestContext;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.plugins.bpe.BpeOptions;
import dev.seance.plugins.bpe.BpeTokenizer;
import dev.seance.plugins.bpe.split.SplitPattern;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;

/** Vocabularies of 300 tokens, trained on a page. */
final class SmallVocabulary {

    private static final String TEXT = """
            It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of foolishness.
            In the years 1775 and 1789 there were 12,345 souls; they couldn't say what they'd seen, and we're not told.
            """;

    private SmallVocabulary() {}

    static Vocabulary of(String split, int digits) {
        BpeOptions options = new BpeOptions(
                300,
                SplitPattern.valueOf(split.toUpperCase(Locale.ROOT)),
                digits,
                BpeOptions.DEFAULT.byteOrder(),
                BpeOptions.DEFAULT.specialTokens(),
                1,
                0,
                "");
        Environment environment = new Environment(Path.of("target", "cache"), true, 1, Clock.systemUTC());
        try {
            return new BpeTokenizer(options, environment)
                    .train(MemoryCorpus.ofTexts(TEXT), new TestContext(Path.of("target"), 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
