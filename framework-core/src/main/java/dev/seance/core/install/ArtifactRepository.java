// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.install;

import dev.seance.api.run.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The user's Maven repositories: the local one, then those that their settings name. Used by one thread; whoever opened it
 * closes it.
 */
public interface ArtifactRepository extends AutoCloseable {

    /**
     * The file of an artifact when the local repository has it; nobody else is asked.
     *
     * @param kind the file's ending, such as {@code jar}
     */
    Optional<Path> local(Coordinates artifact, String kind);

    /**
     * The file of an artifact in the local repository, downloaded into it when it is not there.
     *
     * @param kind the file's ending
     * @return empty when no repository has it, or it is not there and the network must not be used
     * @throws UserError when a repository cannot be asked
     */
    Optional<Path> find(Coordinates artifact, String kind);

    /**
     * Writes the file of an artifact to a place of the caller's, without keeping it in the local repository: for files of
     * hundreds of megabytes. What lies at the place already is taken for the beginning of the file and resumed where the
     * repository can; the caller checks the digest.
     *
     * @param kind the file's ending
     * @param unfinished where to write, a file that need not exist
     * @throws UserError when no repository has it or can be asked; what came so far stays at the place
     */
    void download(Coordinates artifact, String kind, Path unfinished) throws IOException;

    /** The repositories that are asked, for messages; the local one first. */
    String inWords();

    @Override
    void close();

    /** Opens the repositories; found by {@link java.util.ServiceLoader}. */
    interface Provider {

        /**
         * Reads the user's settings.
         *
         * @param offline whether only the local repository may be used
         * @param progress receives a line now and then while something large is transferred
         * @throws UserError when the settings cannot be read
         */
        ArtifactRepository open(boolean offline, Consumer<String> progress);
    }
}
