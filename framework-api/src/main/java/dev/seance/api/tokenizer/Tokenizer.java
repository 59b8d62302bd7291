// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.tokenizer;

import dev.seance.api.corpus.Corpus;
import dev.seance.api.run.StepContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.pf4j.ExtensionPoint;

/**
 * Trains a vocabulary from a corpus, or loads one. The host makes an instance for each of these: to ask for the size while
 * planning, to train, and to load a vocabulary. Called from one thread.
 */
public interface Tokenizer extends ExtensionPoint {

    /** How many tokens, specials included, a vocabulary made with these options has. Called while planning. */
    int vocabularySize();

    /**
     * The folder of an existing vocabulary that the options name, to be loaded as it is and not trained; empty for one that
     * is to be trained. Called while planning; a step with one takes no corpus.
     */
    default Optional<Path> existing() {
        return Optional.empty();
    }

    /**
     * Trains on the training part of a corpus. The result depends on the documents and the options alone, not on
     * threads or shards.
     *
     * @throws dev.seance.api.run.UserError when the corpus cannot give that many tokens, saying how many it can
     */
    Vocabulary train(Corpus corpus, StepContext context) throws IOException;

    /**
     * Loads a vocabulary from the folder it was saved to. Also called on an instance made with default options.
     *
     * @throws dev.seance.api.run.UserError when the file is damaged or not of this tokenizer's kind, with the reason
     */
    Vocabulary load(Path folder) throws IOException;
}
