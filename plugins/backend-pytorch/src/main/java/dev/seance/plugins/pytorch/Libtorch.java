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
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * The native engine, loaded on first use: a process has one, whatever asks for it. Listing and planning must not come
 * here, for it unpacks and loads hundreds of megabytes.
 */
final class Libtorch {
    private static final String ENGINE = "PyTorch";

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
        configure(environment, threads);
        try {
            return inPluginLoader(() -> new Libtorch(Engine.getEngine(ENGINE), threads));
        } catch (EngineException | UnsatisfiedLinkError | NoClassDefFoundError | ExceptionInInitializerError e) {
            throw new UserError(
                    "PyTorch's native library does not load here: " + reason(e)
                            + "; it runs on Linux on x86-64 with a glibc; what was found of natives, driver and GPUs:"
                            + " seance doctor",
                    e);
        }
    }

    /** DJL reads these once, when its classes load; what the user set stays. */
    private static void configure(Environment environment, int threads) {
        new Natives(Site.here(), environment.cache()).properties().forEach(Libtorch::setUnlessSet);
        // DJL reports its use home and looks for newer natives otherwise.
        setUnlessSet("OPT_OUT_TRACKING", "true");
        setUnlessSet("ai.djl.offline", "true");
        // The natives of an engine are unpacked into a folder of the engine's name below this.
        Path cache = environment.cache().toAbsolutePath();
        setUnlessSet("ENGINE_CACHE_DIR", cache.toString());
        setUnlessSet("DJL_CACHE_DIR", cache.resolve("djl").toString());
        setUnlessSet("ai.djl.pytorch.num_threads", Integer.toString(threads));
        // With the profiling executor, the gradient of a second call no longer reaches the weights.
        System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
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

    /** Runs work that computes: also with this engine's thread count, which libtorch keeps for each calling thread. */
    <T> T computing(Supplier<T> work) {
        return inPluginLoader(() -> {
            JniUtils.setNumThreads(threads);
            return work.get();
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

    private static String reason(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null
                ? cause.toString()
                : cause.getMessage().lines().findFirst().orElse("");
    }
}
