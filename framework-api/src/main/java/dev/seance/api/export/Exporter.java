// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.export;

import dev.seance.api.model.TrainedModel;
import dev.seance.api.run.StepContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.pf4j.ExtensionPoint;

/** Writes a model in a form other programs load. One instance an export, one thread. */
public interface Exporter extends ExtensionPoint {

    /**
     * Writes the files and checks them by reading them back.
     *
     * @param folder an existing, empty folder
     * @return the files written, relative to the folder
     * @throws dev.seance.api.run.UserError when the format cannot hold this model, with the reason
     */
    List<Path> export(TrainedModel model, Path folder, StepContext context) throws IOException;
}
