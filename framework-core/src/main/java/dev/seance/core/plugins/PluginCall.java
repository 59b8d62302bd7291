// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import dev.seance.api.model.DecodingBatch;
import dev.seance.api.model.DecodingSession;
import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.ModelFamily;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import dev.seance.api.synthesis.LlmException;
import dev.seance.api.training.Trainer;
import dev.seance.core.failure.ResourceExhausted;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;

/**
 * The manners of every call into an extension: the thread's context class loader is the plugin's while it lasts (engines
 * and service loaders look there, and threads started meanwhile inherit it), and what comes out is either an exception
 * the contract speaks of or a {@link PluginFailure}.
 *
 * @param extension the extension called
 */
record PluginCall(InstalledExtension extension) {

    /** What the caller of any method must expect; the host acts on each in its own way. */
    private static final List<Class<? extends Throwable>> EXPECTED = List.of(
            UserError.class,
            StopException.class,
            LlmException.class,
            UncheckedIOException.class,
            PluginFailure.class, // of another plugin this one called through the host
            ResourceExhausted.class,
            VirtualMachineError.class); // a fault of the machine is nobody's broken contract

    /** The exceptions single methods promise in their javadoc. */
    private static final List<Promise> PROMISES = List.of(
            new Promise(Trainer.class, "estimate", IllegalArgumentException.class),
            new Promise(ModelFamily.class, "dimensions", IllegalArgumentException.class),
            new Promise(ModelFamily.class, "tensors", IllegalArgumentException.class),
            new Promise(TrainableModel.class, "accumulate", IllegalArgumentException.class),
            new Promise(TrainableModel.class, "score", IllegalArgumentException.class),
            new Promise(LanguageModel.class, "score", IllegalArgumentException.class),
            new Promise(DecodingSession.class, "append", IllegalArgumentException.class),
            new Promise(DecodingBatch.class, "append", IllegalArgumentException.class),
            new Promise(DecodingBatch.class, "step", IllegalArgumentException.class));

    private record Promise(Class<?> type, String method, Class<? extends RuntimeException> exception) {

        boolean covers(Method called, Throwable thrown) {
            return called.getDeclaringClass() == type
                    && called.getName().equals(method)
                    && exception.isInstance(thrown);
        }
    }

    /** Some work of the plugin. */
    interface Work<T> {
        T run() throws Throwable;
    }

    /** Does work with the plugin's context class loader, and leaves its exceptions as they are. */
    <T> T inContext(Work<T> work) throws Throwable {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(extension.type().getClassLoader());
        try {
            return work.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Makes an instance. */
    Object construct(Work<Object> work) {
        try {
            return inContext(work);
        } catch (Throwable thrown) {
            throw unchecked(
                    isContract(thrown)
                            ? thrown
                            : ResourceExhausted.in(thrown)
                                    .<RuntimeException>map(error -> ResourceExhausted.during(extension.title(), error))
                                    .orElseGet(() ->
                                            PluginFailure.inConstruction(extension, Refusal.reason(thrown), thrown)));
        }
    }

    /** Calls a method of the API on an object of the plugin. */
    Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return inContext(() -> method.invoke(target, arguments));
        } catch (InvocationTargetException e) {
            throw atBoundary(e.getCause(), method);
        }
    }

    private Throwable atBoundary(Throwable thrown, Method method) {
        boolean declared = Arrays.stream(method.getExceptionTypes()).anyMatch(type -> type.isInstance(thrown));
        boolean promised = PROMISES.stream().anyMatch(promise -> promise.covers(method, thrown));
        return declared || promised ? thrown : atBoundary(thrown, method.getName());
    }

    /** The exception to throw to the host for one that left the plugin; unchecked. */
    Throwable atBoundary(Throwable thrown, String where) {
        if (isContract(thrown)) {
            return thrown;
        }
        return ResourceExhausted.in(thrown)
                .<Throwable>map(error -> ResourceExhausted.during(extension.title() + " (" + where + ")", error))
                .orElseGet(() -> expected(thrown) ? thrown : PluginFailure.inCall(extension, where, thrown));
    }

    /** What a plugin says on purpose, whatever the cause: a source that knows how large its text is says it best. */
    private static boolean isContract(Throwable thrown) {
        return expected(thrown) && !(thrown instanceof VirtualMachineError);
    }

    private static boolean expected(Throwable thrown) {
        return EXPECTED.stream().anyMatch(type -> type.isInstance(thrown));
    }

    /** For {@code throw unchecked(e)} of an error or an unchecked exception. */
    static RuntimeException unchecked(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return (RuntimeException) thrown;
    }
}
