// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.install;

import dev.seance.api.run.UserError;
import java.util.function.Consumer;

/** The user's Maven repositories, opened when they are first needed. Used by one thread. */
final class MavenAccess implements AutoCloseable {

    private final ArtifactRepository.Provider provider;
    private final boolean offline;
    private final Consumer<String> progress;
    private ArtifactRepository repository;

    MavenAccess(ArtifactRepository.Provider provider, boolean offline, Consumer<String> progress) {
        this.provider = provider;
        this.offline = offline;
        this.progress = progress;
    }

    ArtifactRepository repository() {
        if (repository == null) {
            repository = provider.open(offline, progress);
        }
        return repository;
    }

    boolean offline() {
        return offline;
    }

    /** @param what would be downloaded */
    void requireOnline(String what) {
        if (offline) {
            throw new UserError(what + ": --offline forbids to download it; leave --offline out, or download it"
                    + " elsewhere and name the file");
        }
    }

    @Override
    public void close() {
        if (repository != null) {
            repository.close();
        }
    }
}
