// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.corpus;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pf4j.ExtensionPoint;

/**
 * Reads documents from somewhere: a folder, an archive, a registry package.
 *
 * <p>The host makes instances as it needs them, from the same options: one to ask for the {@link #revision} while
 * planning and another one to read while running, in this process or a later one. So nothing that matters may be
 * remembered in an instance. To read, the host calls {@link #splits} once, {@link #skipped} once after it, and
 * {@link #read} for each split, several at a time on different threads; a split is read once, and again after a crash. Memory must not grow with the corpus.
 */
public interface CorpusSource extends ExtensionPoint {

    /**
     * Names the content of the data: two sources that would give the same documents have the same revision, wherever the
     * data lie and whenever they were written, and two that would not have different ones. It is part of the step's
     * fingerprint, so options that say no more than where the data are should be marked {@code excludedFromKey}.
     *
     * <p>A digest of the content, or a version that is pinned by one; never paths or times. Called while planning and
     * before and after reading; it must not use the network. It may take long the first time, for it may have to read
     * everything; {@code dev.seance.kit.files.DigestCache} makes the second time quick.
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

    /** What plans say of the data, from names, sizes and headers; must be quick, whatever the size. */
    default Optional<SourceOverview> overview() throws IOException {
        return Optional.empty();
    }

    /**
     * What lies beside the data and is not read: empty files, files of another kind, links that lead nowhere. Nothing
     * may be left out in silence; the host logs, counts and reports these. Called after {@link #splits} or
     * {@link #revision}, of the same instance.
     */
    default List<Skipped> skipped() throws IOException {
        return List.of();
    }

    /**
     * Reads one split lazily, in a stable order. The host closes the stream, also after a failure. A document's id and
     * provenance say where in the source it comes from and nothing of where the source lies, because they are part of
     * what later steps are made from.
     *
     * @param bad takes what cannot be read as what it claims to be; the source goes on with what comes after it
     * @throws dev.seance.api.run.UserError (from here or from the stream) when nothing of the data can be read, for a
     *     reason that skipping does not help, such as a missing permission
     */
    Stream<Document> read(InputSplit split, BadRecords bad) throws IOException;
}
