// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.LibUtils;
import dev.seance.api.run.Environment;
import dev.seance.api.run.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The native engine, loaded on first use: a process has one, whatever asks for it. Listing and planning must not come
 * here, for it unpacks and loads hundreds of megabytes.
 */
final class Libtorch {
    private static final Logger LOG = LoggerFactory.getLogger(Libtorch.class);

    static final String ENGINE = "PyTorch";
    private static final String EXECUTOR = "ai.djl.pytorch.graph_optimizer";

    private final Engine engine;
    private final int threads;

    private Libtorch(Engine engine, int threads) {
        this.engine = engine;
        this.threads = threads;
    }

    /**
     * Loads the engine, if this is the first time.
     *
     * @param threads how many threads operators may use
     * @throws UserError when the natives are not there or do not load, with the reason
     */
    static Libtorch open(Environment environment, int threads) {
        Natives natives = Natives.current(environment.cache());
        configure(environment, natives, threads);
        try {
            natives.unpacked().removeDamaged();
            return inPluginLoader(() -> new Libtorch(engine(), threads));
        } catch (EngineException | LinkageError | IllegalStateException | AssertionError | IOException e) {
            LoadFailure failure = LoadFailure.of(e, natives, removeIfDamaged(natives));
            throw new UserError(
                    "PyTorch's native libraries do not load: " + failure.cause() + "; " + failure.remedy(), e);
        }
    }

    /** DJL would set the executor before each call as this property says; {@link #computing} is to say it. */
    private static Engine engine() {
        System.setProperty(EXECUTOR, "false");
        try {
            return Engine.getEngine(ENGINE);
        } finally {
            System.clearProperty(EXECUTOR);
        }
    }

    /** Whether what was unpacked is not what Seance brings; then it is removed, so that the next start unpacks it again. */
    private static boolean removeIfDamaged(Natives natives) {
        try {
            UnpackedNatives unpacked = natives.unpacked();
            boolean damaged = natives.usesBundled()
                    && natives.bundled().isPresent()
                    && Files.isDirectory(unpacked.folder())
                    && unpacked.differsFrom(natives.bundled().get());
            if (damaged) {
                unpacked.removeAll();
            }
            return damaged;
        } catch (IOException e) {
            LOG.debug("damaged libraries cannot be removed", e);
            return false;
        }
    }

    /** DJL reads these once, when its classes load; what the user set stays. */
    private static void configure(Environment environment, Natives natives, int threads) {
        natives.properties().forEach(Libtorch::setUnlessSet);
        // DJL reports its use home and looks for newer natives otherwise.
        setUnlessSet("OPT_OUT_TRACKING", "true");
        setUnlessSet("ai.djl.offline", "true");
        // The natives of an engine are unpacked into a folder of the engine's name below this.
        Path cache = environment.cache().toAbsolutePath();
        setUnlessSet("ENGINE_CACHE_DIR", cache.toString());
        setUnlessSet("DJL_CACHE_DIR", cache.resolve("djl").toString());
        // JNA, by which DJL looks for GPUs, unpacks a library to the home otherwise, which may be read-only.
        setUnlessSet("jna.tmpdir", jnaFolder(cache).toString());
        setUnlessSet("ai.djl.pytorch.num_threads", Integer.toString(threads));
    }

    private static Path jnaFolder(Path cache) {
        Path folder = cache.resolve("jna");
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            LOG.debug("{} cannot be made", folder, e);
        }
        return Files.isWritable(folder) ? folder : Path.of(System.getProperty("java.io.tmpdir"));
    }

    /** The same engine computing with another number of threads. */
    Libtorch withThreads(int count) {
        return new Libtorch(engine, count);
    }

    private static void setUnlessSet(String name, String value) {
        if (System.getenv(name) == null && System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }

    /**
     * Runs work that calls DJL. DJL finds its engines and natives through the thread's class loader, and a trainer's
     * thread carries that of another plugin.
     */
    static <T> T inPluginLoader(Supplier<T> work) {
        Thread thread = Thread.currentThread();
        ClassLoader caller = thread.getContextClassLoader();
        thread.setContextClassLoader(Libtorch.class.getClassLoader());
        try {
            return work.get();
        } finally {
            thread.setContextClassLoader(caller);
        }
    }

    /**
     * Runs work that computes: also with this engine's thread count and executor, which libtorch keeps for each calling
     * thread. So it does with the grad mode, which programs change; the thread gets back the one it had.
     *
     * @param fusing whether TorchScript makes one kernel of a chain of operators, once it has seen the first calls
     */
    <T> T computing(boolean fusing, Supplier<T> work) {
        return inPluginLoader(() -> {
            JniUtils.setNumThreads(threads);
            JniUtils.setGraphExecutorOptimize(fusing);
            boolean gradMode = JniUtils.isGradMode();
            try {
                return work.get();
            } finally {
                JniUtils.setGradMode(gradMode);
            }
        });
    }

    String version() {
        return engine.getVersion();
    }

    /** Where the natives lie. */
    String folder() {
        return inPluginLoader(LibUtils::getLibtorchPath);
    }

    int threads() {
        return threads;
    }

    /**
     * Whether a GPU can be used, by using it: neither a driver's files nor DJL's count, which asks a library that may lie
     * where it does not look, say as much.
     */
    boolean usesGpu() {
        return inPluginLoader(() -> {
            if (!JniUtils.getFeatures().contains("CUDA")) {
                return false;
            }
            try (NDManager manager = NDManager.newBaseManager(Device.gpu(0), ENGINE)) {
                return manager.create(1f).toFloatArray()[0] == 1;
            } catch (EngineException e) {
                return false;
            }
        });
    }
}
