// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelFamilies;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.run.UserError;
import dev.seance.kit.model.Checkpoints;
import dev.seance.kit.safetensors.Safetensors;
import dev.seance.kit.safetensors.TensorEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Saves and loads a program's tensors, with a chunk of a tensor in Java's memory at a time. */
final class ProgramTensors {
    private ProgramTensors() {}

    /**
     * Writes weights, and the optimiser's state when asked, into an existing folder.
     *
     * @param more further entries for the header of the optimiser's state
     */
    static void save(Program program, ModelConfig shape, Path folder, boolean withOptimizer, Map<String, String> more)
            throws IOException {
        Map<String, String> header = Checkpoints.header(shape);
        write(program, header, folder.resolve(TrainableModel.WEIGHTS), weights(shape));
        if (withOptimizer) {
            Map<String, String> all = new LinkedHashMap<>(header);
            all.putAll(new TreeMap<>(more));
            write(program, all, folder.resolve(TrainableModel.OPTIMIZER), OptimizerTensors.of(shape));
        }
    }

    /** Reads weights, and the optimisers' state when it is wanted and there, into a program of that shape. */
    static void restore(Program program, ModelConfig shape, ModelFamilies families, Path folder, boolean withOptimizer)
            throws IOException {
        try (Safetensors file = open(shape, families, folder.resolve(TrainableModel.WEIGHTS))) {
            for (TensorEntry tensor : weights(shape)) {
                read(program, file, folder.resolve(TrainableModel.WEIGHTS), tensor);
            }
        }
        Path optimizer = folder.resolve(TrainableModel.OPTIMIZER);
        if (withOptimizer && Files.exists(optimizer)) {
            try (Safetensors file = open(shape, families, optimizer)) {
                Set<String> saved =
                        file.tensors().stream().map(TensorEntry::name).collect(Collectors.toSet());
                for (TensorEntry tensor : OptimizerTensors.complete(shape, saved, optimizer)) {
                    read(program, file, optimizer, tensor);
                }
            }
        }
    }

    private static List<TensorEntry> weights(ModelConfig shape) {
        return shape.tensors().stream().map(TensorEntry::of).toList();
    }

    /** Writes those of the tensors that the program has. */
    private static void write(Program program, Map<String, String> header, Path file, List<TensorEntry> tensors)
            throws IOException {
        unwrapping(() -> program.call(call -> {
            Map<String, NDArray> state =
                    call.run("state").stream().collect(Collectors.toMap(NDArray::getName, Function.identity()));
            List<TensorEntry> there = tensors.stream()
                    .filter(tensor -> state.containsKey(tensor.name()))
                    .toList();
            try {
                Safetensors.write(
                        file, header, there, (tensor, from, count) -> bytes(state.get(tensor.name()), from, count));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return null;
        }));
    }

    /** Some bytes of a tensor's fp32 numbers, copied from wherever it lives. */
    private static ByteBuffer bytes(NDArray array, long from, int count) {
        long first = from / Float.BYTES;
        try (NDArray flat = array.reshape(-1);
                NDArray piece = flat.get(new NDIndex("{}:{}", first, first + count / Float.BYTES));
                NDArray here = piece.toDevice(Device.cpu(), false)) {
            return here.toByteBuffer();
        }
    }

    private static Safetensors open(ModelConfig shape, ModelFamilies families, Path file) throws IOException {
        Safetensors tensors = Safetensors.open(file);
        boolean fits = false;
        try {
            ModelConfig found = Checkpoints.config(file, tensors.metadata(), families);
            if (!found.equals(shape)) {
                throw new UserError(file + ": belongs to another model (" + found.toMetadata() + ", its weights are "
                        + shape.toMetadata()
                        + "); restore the checkpoint's files together");
            }
            fits = true;
            return tensors;
        } finally {
            if (!fits) {
                tensors.close();
            }
        }
    }

    private static void read(Program program, Safetensors tensors, Path file, TensorEntry tensor) throws IOException {
        TensorEntry stored = tensors.tensor(tensor.name());
        if (!stored.equals(tensor)) {
            throw new UserError(file + ": tensor '" + tensor.name() + "' is " + stored.type() + " " + stored.shape()
                    + ", expected " + tensor.type() + " " + tensor.shape()
                    + "; the file is damaged or not of this architecture");
        }
        for (long from = 0; from < tensor.byteSize(); from += Safetensors.PIECE) {
            long first = from;
            long count = Math.min(Safetensors.PIECE, tensor.byteSize() - from);
            unwrapping(() -> program.call(call -> {
                try {
                    NDArray piece = call.arrays()
                            .create(
                                    tensors.numbers(tensor.name(), first, count),
                                    new Shape(count / Float.BYTES),
                                    DataType.FLOAT32);
                    // A name and a dot tell DJL to pass a dictionary with what follows as key.
                    piece.setName("chunks." + tensor.name());
                    return call.run(
                            "load_chunk",
                            piece,
                            call.arrays().create(sizes(tensor)),
                            call.arrays().create(first / Float.BYTES));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
        }
    }

    private static long[] sizes(TensorEntry tensor) {
        return tensor.shape().stream().mapToLong(Long::longValue).toArray();
    }

    private static void unwrapping(Runnable work) throws IOException {
        try {
            work.run();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
