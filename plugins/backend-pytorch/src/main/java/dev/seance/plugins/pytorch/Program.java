// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import dev.seance.api.run.UserError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Function;

/**
 * A loaded TorchScript program with its state. Confined to one thread at a time.
 *
 * <p>Arrays live for one call: {@link #call} makes a manager for the arguments and results and closes it, so that nothing
 * is left to Java's garbage collector, which knows nothing of native memory.
 */
final class Program implements AutoCloseable {
    private Libtorch libtorch;
    private final boolean fusing;
    private final String name;
    private final Model model;
    private final NDManager manager;
    private boolean closed;

    private Program(Libtorch libtorch, boolean fusing, String name, Model model) {
        this.libtorch = libtorch;
        this.fusing = fusing;
        this.name = name;
        this.model = model;
        this.manager = model.getNDManager();
    }

    /** Loads an archive that {@link TorchScriptArchive} made; the name is for messages. */
    static Program load(Libtorch libtorch, Device device, String name, byte[] archive) {
        // On a CPU there is no fuser in libtorch's builds, and the executor that watches for work for it costs time.
        boolean fusing = device.isGpu();
        return libtorch.computing(fusing, () -> {
            Model model = Model.newInstance(name, device, "PyTorch");
            try {
                // Without trainParam DJL freezes the module, and its attributes could not change.
                model.load(new ByteArrayInputStream(archive), Map.of("trainParam", "true"));
                return new Program(libtorch, fusing, name, model);
            } catch (IOException e) {
                model.close();
                throw new UncheckedIOException(e);
            } catch (MalformedModelException | EngineException e) {
                model.close();
                throw new IllegalStateException(name + " does not compile:\n" + e.getMessage(), e);
            }
        });
    }

    /** One call of a method of the program: the arrays for it, and what to do with the results before they go. */
    final class Call implements AutoCloseable {
        private final NDManager arrays = manager.newSubManager();

        NDManager arrays() {
            return arrays;
        }

        NDList run(String method, NDArray... arguments) {
            NDList inputs = new NDList(arguments);
            // This is how DJL calls another method than forward.
            NDArray tag = arrays.create(0f);
            tag.setName("module_method:" + method);
            inputs.add(tag);
            Block block = model.getBlock();
            // As if training, or DJL runs the method in inference mode, whose tensors no later call may change.
            return block.forward(new ParameterStore(arrays, false), inputs, true);
        }

        @Override
        public void close() {
            arrays.close();
        }
    }

    /**
     * Runs methods of the program.
     *
     * @throws UserError when memory runs out
     * @throws IllegalStateException for an error in the program, with its line
     */
    <T> T call(Function<Call, T> work) {
        if (closed) {
            throw new IllegalStateException(name + " is closed");
        }
        return libtorch.computing(fusing, () -> {
            try (Call call = new Call()) {
                return work.apply(call);
            } catch (EngineException e) {
                throw explained(e);
            }
        });
    }

    private RuntimeException explained(EngineException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("out of memory") || message.contains("can't allocate memory")) {
            String what = message.lines()
                    .filter(line -> line.contains("memory"))
                    .findFirst()
                    .orElse("");
            return new UserError(
                    "PyTorch ran out of memory: " + what.strip()
                            + "; use a smaller micro-batch, a shorter context or a smaller model",
                    e);
        }
        return new IllegalStateException(name + " failed:\n" + message, e);
    }

    /** Computes with so many threads from the next call on. */
    void useThreads(int threads) {
        if (libtorch.threads() != threads) {
            libtorch = libtorch.withThreads(threads);
        }
    }

    /** The engine, with the number of threads that this computes with. */
    Libtorch libtorch() {
        return libtorch;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        Libtorch.inPluginLoader(() -> {
            model.close();
            return null;
        });
    }
}
