// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.testing;

import dev.seance.api.export.Exporter;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.run.StepContext;
import dev.seance.api.run.UserError;
import dev.seance.kit.safetensors.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.pf4j.Extension;

/** Exports a {@link ToyBackend}'s model as the weights alone, of at most {@link #MAX_TENSORS} tensors. */
@Extension
@ExtensionSpec(name = "toy", summary = "Exports the weights alone.")
public final class ToyExporter implements Exporter {

    public static final int MAX_TENSORS = 2;

    private static final Path WEIGHTS = Path.of("weights.safetensors");

    @Override
    public List<Path> export(TrainedModel model, Path folder, StepContext context) throws IOException {
        Path source = model.folder().resolve(TrainableModel.WEIGHTS);
        int tensors = tensors(source);
        if (tensors > MAX_TENSORS) {
            throw new UserError("[" + context.step() + "] model '" + model.name() + "' has " + tensors
                    + " tensors, the format holds " + MAX_TENSORS + "; export a smaller model");
        }
        Path target = folder.resolve(WEIGHTS);
        Files.copy(source, target);
        if (tensors(target) != tensors) {
            throw new IOException(target + ": has " + tensors(target) + " tensors after writing " + tensors);
        }
        return List.of(WEIGHTS);
    }

    private static int tensors(Path file) throws IOException {
        try (Safetensors weights = Safetensors.open(file)) {
            return weights.tensors().size();
        }
    }
}
