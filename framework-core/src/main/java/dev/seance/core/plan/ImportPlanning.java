// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plan;

import dev.seance.api.export.Importer;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.run.UserError;
import dev.seance.core.plugins.PluginHost;
import dev.seance.core.recipe.Step;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Plans what is special to steps that import: what model it is, and which. */
final class ImportPlanning {

    private final Step step;
    private final BoundExtension extension;
    private final Importer importer;

    ImportPlanning(PluginHost host, Step step, BoundExtension extension) {
        this.step = step;
        this.extension = extension;
        this.importer = extension.create(host, Importer.class);
    }

    /** @throws UserError when nothing is there, or no model that can be built here */
    ModelConfig config() {
        try {
            return importer.config();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** @throws UserError when something is not there */
    PlannedSource source() {
        try {
            return new PlannedSource(importer.revision(), Optional.empty(), List.of());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private UserError unreadable(IOException cause) {
        return new UserError(
                extension.extension().title() + " of step '" + step.name() + "' cannot read its files: " + cause,
                cause);
    }
}
