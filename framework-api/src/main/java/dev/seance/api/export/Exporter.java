// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.export;

import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.run.StepContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.pf4j.ExtensionPoint;

/** Writes a model in a format that other programs load. One instance per execution of a step, called once, on one thread. */
public interface Exporter extends ExtensionPoint {

    /**
     * Refuses a model that the format cannot hold, by what is known of it before it is trained: called while a recipe is
     * planned, and by {@link #export} itself. By default every model is taken.
     *
     * @throws dev.seance.api.run.UserError with the reason and the alternative
     */
    default void requireSupported(ModelConfig config) {}

    /**
     * Writes the files and checks them by reading them back. The same model gives the same bytes, whatever the folder is
     * called. Everything goes into the folder, or into {@code context.workspace()}; the model's own files stay as they are.
     *
     * @param model may be loaded with its backend, by {@code model.backend().load(model.folder())}; whoever loads closes
     * @param folder an existing, empty folder
     * @return all files written, relative to the folder
     * @throws dev.seance.api.run.UserError when the format cannot hold this model, with the reason, before anything is
     *     written
     */
    List<Path> export(TrainedModel model, Path folder, StepContext context) throws IOException;
}
