// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.seance.api.model.Checkpoints;
import dev.seance.api.model.ModelShape;
import dev.seance.api.model.Safetensors;
import dev.seance.api.model.TensorEntry;
import dev.seance.api.run.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Moves a program's tensors to and from checkpoint files, one tensor in Java's memory at a time. */
final class ProgramTensors {
    private ProgramTensors() {}

    /** Writes weights, and moments when asked, into an existing folder. */
    static void save(Program program, ModelShape shape, Path folder, boolean withOptimizer) throws IOException {
        write(program, shape, folder.resolve(Checkpoints.WEIGHTS), NanochatTensors.weights(shape));
        if (withOptimizer) {
            write(program, shape, folder.resolve(Checkpoints.OPTIMIZER), NanochatTensors.moments(shape));
        }
    }

    /** Reads weights, and moments when they are wanted and there, into a program of that shape. */
    static void restore(Program program, ModelShape shape, Path folder, boolean withOptimizer) throws IOException {
        read(program, shape, folder.resolve(Checkpoints.WEIGHTS), NanochatTensors.weights(shape));
        Path moments = folder.resolve(Checkpoints.OPTIMIZER);
        if (withOptimizer && Files.exists(moments)) {
            read(program, shape, moments, NanochatTensors.moments(shape));
        }
    }

    private static void write(Program program, ModelShape shape, Path file, List<TensorEntry> tensors)
            throws IOException {
        unwrapping(() -> program.call(call -> {
            NDList state = call.run("state");
            try {
                Safetensors.write(file, Checkpoints.header(shape), tensors, tensor -> {
                    NDArray array = state.get(tensor.name());
                    NDArray here = array.toDevice(Device.cpu(), false);
                    try {
                        return here.toByteBuffer();
                    } finally {
                        if (here != array) {
                            here.close();
                        }
                    }
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return null;
        }));
    }

    private static void read(Program program, ModelShape shape, Path file, List<TensorEntry> wanted)
            throws IOException {
        try (Safetensors tensors = Safetensors.open(file)) {
            ModelShape found = Checkpoints.shape(file, tensors.metadata());
            if (!found.equals(shape)) {
                throw new UserError(file + ": belongs to another model (" + found + ", its weights are " + shape
                        + "); restore the checkpoint's files together");
            }
            for (TensorEntry tensor : wanted) {
                TensorEntry stored = tensors.tensor(tensor.name());
                if (!stored.equals(tensor)) {
                    throw new UserError(file + ": tensor '" + tensor.name() + "' is " + stored.type() + " "
                            + stored.shape() + ", expected " + tensor.type() + " " + tensor.shape()
                            + "; the file is damaged or not of this architecture");
                }
                unwrapping(() -> program.call(call -> {
                    try {
                        // "Dict" and a dot tell DJL to pass a dictionary with that key.
                        NDArray array =
                                call.arrays().create(tensors.numbers(tensor.name()), shapeOf(tensor), DataType.FLOAT32);
                        array.setName("tensors." + tensor.name());
                        return call.run("adopt", array);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }));
            }
        }
    }

    private static Shape shapeOf(TensorEntry tensor) {
        return new Shape(tensor.shape());
    }

    private static void unwrapping(Runnable work) throws IOException {
        try {
            work.run();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
