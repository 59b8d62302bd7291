// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.corpus;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.pf4j.ExtensionPoint;

/**
 * Reads documents from somewhere: a folder, an archive, a registry package.
 *
 * <p>The host makes one instance to plan, of which it calls {@link #revision} alone, and another one for each execution of
 * the step. Of that it calls {@link #splits} once, then {@link #read} for each split, several at a time on different
 * threads; for filters that survey the corpus it reads each split more than once. After a kill a new instance reads what
 * is missing. Memory must not grow with the corpus.
 */
public interface CorpusSource extends ExtensionPoint {

    /**
     * Names the present state of the data: as long as it stays the same, so do the documents. Part of the step's
     * fingerprint. Called while planning, so it must be quick and must not use the network; sizes and times of files
     * will do, a pinned version is better.
     *
     * @throws dev.seance.api.run.UserError when the data is plainly not there
     */
    String revision() throws IOException;

    /**
     * Lists the splits in a stable order, which is the order of the corpus. May fetch what is missing.
     *
     * @throws dev.seance.api.run.UserError when there is nothing to read, saying where it looked
     */
    List<InputSplit> splits() throws IOException;

    /**
     * Reads one split lazily, in a stable order. The host closes the stream, also after a failure.
     *
     * @throws dev.seance.api.run.UserError (from here or from the stream) when a file cannot be read as what it claims
     *     to be, naming the file
     */
    Stream<Document> read(InputSplit split) throws IOException;
}
