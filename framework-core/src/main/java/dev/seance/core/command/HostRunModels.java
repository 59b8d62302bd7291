// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command;

import dev.seance.api.model.RunModel;
import dev.seance.api.model.RunModels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The models of the runs in the runs folder, for extensions. */
final class HostRunModels implements RunModels {

    private final CommandRuntime runtime;
    private final Path runs;

    HostRunModels(CommandRuntime runtime, Path runs) {
        this.runtime = runtime;
        this.runs = runs;
    }

    @Override
    public RunModel find(String name) {
        int colon = name.lastIndexOf(':');
        String run = colon < 0 ? name : name.substring(0, colon);
        String step = colon < 0 ? null : name.substring(colon + 1);
        try {
            ModelOfRun found = ModelOfRun.find(runtime, RunChoice.finished(runs, run), step);
            return new RunModel(found.artifact().fingerprint(), found.open(runtime));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
