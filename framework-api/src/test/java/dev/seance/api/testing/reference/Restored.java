// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.testing.reference;

import dev.seance.api.model.AdamW;
import dev.seance.api.model.ModelBackend;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelTensor;
import dev.seance.api.model.OptimizerStep;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.model.TrainableModel;
import dev.seance.kit.model.Checkpoints;
import dev.seance.kit.safetensors.TensorEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The way of the reference's tensors into a backend's model and back, by the files of a checkpoint. */
public final class Restored {
    private Restored() {}

    /** A model of these tensors, without an optimiser's state. */
    public static TrainableModel model(
            ModelBackend backend, ModelConfig shape, Map<String, Matrix> tensors, Path folder) throws IOException {
        write(shape, tensors, folder);
        return backend.restore(folder);
    }

    /** The file of that model. */
    public static void write(ModelConfig shape, Map<String, Matrix> tensors, Path folder) throws IOException {
        Map<String, float[]> numbers = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> numbers.put(name, floats(tensor)));
        Fp32Files.write(
                folder.resolve(TrainableModel.WEIGHTS),
                Checkpoints.header(shape),
                shape.tensors().stream().map(TensorEntry::of).toList(),
                numbers);
        Files.deleteIfExists(folder.resolve(TrainableModel.OPTIMIZER));
    }

    private static float[] floats(Matrix matrix) {
        float[] floats = new float[matrix.numbers().length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) matrix.numbers()[i];
        }
        return floats;
    }

    /** The model's tensors as they are now. */
    public static Map<String, Matrix> tensors(TrainableModel model, Path folder) throws IOException {
        model.save(folder, false);
        return read(folder.resolve(TrainableModel.WEIGHTS), "", model.config());
    }

    /** What was accumulated: without momentum it is Adam's running mean, and a rate of zero moves nothing. */
    public static Map<String, Matrix> gradients(TrainableModel model, Path folder) throws IOException {
        model.update(OptimizerStep.of(
                1, model.config().groups(), group -> new AdamW(0, 0, 0.9, 1e-8, 0), Double.POSITIVE_INFINITY));
        model.save(folder, true);
        return read(folder.resolve(TrainableModel.OPTIMIZER), "mean.", model.config());
    }

    /** What a model of these tensors accumulates over the micro-batches; in a model of its own, which is closed again. */
    public static Map<String, Matrix> gradients(
            ModelBackend backend,
            ModelConfig shape,
            Map<String, Matrix> tensors,
            List<TokenBatch> batches,
            double scale,
            Path folder)
            throws IOException {
        try (TrainableModel model = model(backend, shape, tensors, folder)) {
            for (TokenBatch batch : batches) {
                model.accumulate(batch, scale);
            }
            return gradients(model, folder);
        }
    }

    private static Map<String, Matrix> read(Path file, String prefix, ModelConfig shape) throws IOException {
        Map<String, Matrix> tensors = new LinkedHashMap<>();
        for (ModelTensor tensor : shape.tensors()) {
            float[] floats = Fp32Files.read(file, prefix + tensor.name());
            double[] numbers = new double[floats.length];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = floats[i];
            }
            int columns = Math.toIntExact(tensor.shape().get(tensor.shape().size() - 1));
            tensors.put(tensor.name(), new Matrix(numbers.length / columns, columns, numbers));
        }
        return tensors;
    }
}
