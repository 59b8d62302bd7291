// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelFamilies;
import dev.seance.api.model.PendingSave;
import dev.seance.api.model.TrainableModel;
import dev.seance.kit.model.Checkpoints;
import dev.seance.kit.model.OptimizerTensors;
import dev.seance.kit.safetensors.Safetensors;
import dev.seance.kit.safetensors.TensorEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
        unwrapping(() -> program.call(call -> {
            try {
                write(state(call), shape, folder, withOptimizer, more);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return null;
        }));
    }

    /** The program's tensors by name, for one call. */
    private static Map<String, NDArray> state(Program.Call call) {
        return call.run("state").stream().collect(Collectors.toMap(NDArray::getName, Function.identity()));
    }

    private static List<TensorEntry> there(List<TensorEntry> tensors, Map<String, NDArray> state) {
        return tensors.stream()
                .filter(tensor -> state.containsKey(tensor.name()))
                .toList();
    }

    private static void write(
            Map<String, NDArray> state, ModelConfig shape, Path folder, boolean withOptimizer, Map<String, String> more)
            throws IOException {
        Map<String, String> header = Checkpoints.header(shape);
        write(state, header, folder.resolve(TrainableModel.WEIGHTS), weights(shape));
        if (withOptimizer) {
            Map<String, String> all = new LinkedHashMap<>(header);
            all.putAll(new TreeMap<>(more));
            write(state, all, folder.resolve(TrainableModel.OPTIMIZER), OptimizerTensors.of(shape));
        }
    }

    /**
     * Copies what {@link #save} would write; empty when there is no memory for it.
     *
     * @param available bytes of memory that may be taken
     */
    static Optional<PendingSave> copy(
            Program program,
            ModelConfig shape,
            Path folder,
            boolean withOptimizer,
            Map<String, String> more,
            long available) {
        List<TensorEntry> all = withOptimizer
                ? Stream.concat(weights(shape).stream(), OptimizerTensors.of(shape).stream())
                        .toList()
                : weights(shape);
        return program.call(call -> {
            Map<String, NDArray> state = state(call);
            List<TensorEntry> there = there(all, state);
            if (there.stream().mapToLong(TensorEntry::byteSize).sum() > available) {
                return Optional.empty();
            }
            NDManager copies = NDManager.newBaseManager(Device.cpu(), Libtorch.ENGINE);
            Map<String, NDArray> copied = new HashMap<>();
            try {
                for (TensorEntry tensor : there) {
                    NDArray copy = copy(state.get(tensor.name()));
                    copy.attach(copies);
                    copied.put(tensor.name(), copy);
                }
            } catch (RuntimeException | Error e) {
                copies.close();
                throw e;
            }
            return Optional.of(
                    new CopiedTensors(program.libtorch(), copies, copied, shape, folder, withOptimizer, more));
        });
    }

    /** One that shares no memory: DJL's copy to the device that an array is on does. */
    private static NDArray copy(NDArray array) {
        return array.getDevice().isGpu() ? array.toDevice(Device.cpu(), true) : array.duplicate();
    }

    /** Tensors copied from a program. */
    private record CopiedTensors(
            Libtorch libtorch,
            NDManager copies,
            Map<String, NDArray> tensors,
            ModelConfig shape,
            Path folder,
            boolean withOptimizer,
            Map<String, String> more)
            implements PendingSave {

        @Override
        public void write() throws IOException {
            // With the number of threads that the model computes with: libraries below libtorch have one for all
            // threads.
            unwrapping(() -> libtorch.computing(false, () -> {
                try {
                    ProgramTensors.write(tensors, shape, folder, withOptimizer, more);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return null;
            }));
        }

        @Override
        public void close() {
            Libtorch.inPluginLoader(() -> {
                copies.close();
                return null;
            });
        }
    }

    /** Reads weights, and the optimisers' state when it is wanted and there, into a program of that shape. */
    static void restore(Program program, ModelConfig shape, ModelFamilies families, Path folder, boolean withOptimizer)
            throws IOException {
        try (Safetensors file = Checkpoints.open(shape, families, folder.resolve(TrainableModel.WEIGHTS))) {
            for (TensorEntry tensor : weights(shape)) {
                read(program, file, folder.resolve(TrainableModel.WEIGHTS), tensor);
            }
        }
        Path optimizer = folder.resolve(TrainableModel.OPTIMIZER);
        if (withOptimizer && Files.exists(optimizer)) {
            try (Safetensors file = Checkpoints.open(shape, families, optimizer)) {
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

    /** Writes those of the tensors that there are. */
    private static void write(
            Map<String, NDArray> state, Map<String, String> header, Path file, List<TensorEntry> tensors)
            throws IOException {
        Safetensors.write(
                file,
                header,
                there(tensors, state),
                (tensor, from, count) -> bytes(state.get(tensor.name()), from, count));
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

    private static void read(Program program, Safetensors tensors, Path file, TensorEntry tensor) throws IOException {
        Checkpoints.require(tensor, tensors, file);
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
