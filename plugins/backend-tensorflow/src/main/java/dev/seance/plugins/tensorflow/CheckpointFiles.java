// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.tensorflow;

import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelFamilies;
import dev.seance.api.model.TrainableModel;
import dev.seance.kit.model.Checkpoints;
import dev.seance.kit.model.OptimizerTensors;
import dev.seance.kit.safetensors.Safetensors;
import dev.seance.kit.safetensors.TensorEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.tensorflow.Result;
import org.tensorflow.ndarray.buffer.ByteDataBuffer;
import org.tensorflow.types.TFloat32;

/** Saves and loads the variables of a model, under the names that every backend knows. */
final class CheckpointFiles {
    private CheckpointFiles() {}

    /** Writes weights, and the optimizer's state when asked, into an existing folder. */
    static void save(Engine engine, ModelConfig config, OptimizerGraph optimizer, Path folder, boolean withOptimizer)
            throws IOException {
        Map<String, String> header = Checkpoints.header(config);
        write(engine, header, folder.resolve(TrainableModel.WEIGHTS), weights(config));
        if (withOptimizer) {
            Set<String> current = optimizer.current();
            List<TensorEntry> state = OptimizerTensors.of(config).stream()
                    .filter(tensor -> current.contains(tensor.name()))
                    .toList();
            write(engine, header, folder.resolve(TrainableModel.OPTIMIZER), state);
        }
    }

    static void loadWeights(Engine engine, ModelConfig config, ModelFamilies families, Path folder) throws IOException {
        Path path = folder.resolve(TrainableModel.WEIGHTS);
        try (Safetensors file = Checkpoints.open(config, families, path)) {
            for (TensorEntry tensor : weights(config)) {
                read(engine, file, path, tensor);
            }
        }
    }

    /** Reads the optimizer's state where it is there. */
    static void loadOptimizer(
            Engine engine, ModelConfig config, ModelFamilies families, OptimizerGraph optimizer, Path folder)
            throws IOException {
        Path path = folder.resolve(TrainableModel.OPTIMIZER);
        if (!Files.exists(path)) {
            return;
        }
        try (Safetensors file = Checkpoints.open(config, families, path)) {
            Set<String> saved = file.tensors().stream().map(TensorEntry::name).collect(Collectors.toSet());
            for (TensorEntry tensor : OptimizerTensors.complete(config, saved, path)) {
                optimizer.restored(tensor);
                read(engine, file, path, tensor);
            }
        }
    }

    private static List<TensorEntry> weights(ModelConfig config) {
        return config.tensors().stream().map(TensorEntry::of).toList();
    }

    private static void write(Engine engine, Map<String, String> header, Path file, List<TensorEntry> tensors)
            throws IOException {
        Map<String, Result> read = new HashMap<>();
        try {
            Safetensors.write(file, header, tensors, (tensor, from, count) -> {
                if (!read.containsKey(tensor.name())) {
                    // One after the other, so that no more than one is in Java's hands at a time.
                    closeAll(read);
                    read.put(tensor.name(), engine.read(tensor.name()));
                }
                return bytes((TFloat32) read.get(tensor.name()).get(0), from, count);
            });
        } finally {
            closeAll(read);
        }
    }

    private static void closeAll(Map<String, Result> results) {
        results.values().forEach(Result::close);
        results.clear();
    }

    private static ByteBuffer bytes(TFloat32 tensor, long from, int count) {
        ByteDataBuffer data = tensor.asRawTensor().data();
        byte[] piece = new byte[count];
        data.slice(from, count).read(piece);
        return ByteBuffer.wrap(piece);
    }

    private static void read(Engine engine, Safetensors tensors, Path file, TensorEntry tensor) throws IOException {
        Checkpoints.require(tensor, tensors, file);
        engine.load(tensor.name(), (from, count) -> tensors.numbers(tensor.name(), from, count));
    }
}
