// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles a signal of the operating system, by {@code sun.misc.Signal}: the module {@code jdk.unsupported} has exported it
 * on every system since JDK 9, and there is no other way to see more than one signal. Called by reflection, since the
 * compiler and javadoc warn of every mention, which no annotation turns off, and since a JVM put together without that
 * module must still start.
 */
final class OsSignal implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OsSignal.class);

    private final Method handle;
    private final Object signal;
    private final Object replaced;

    private OsSignal(Method handle, Object signal, Object replaced) {
        this.handle = handle;
        this.signal = signal;
        this.replaced = replaced;
    }

    /**
     * Handles a signal from now on; each time on a thread of its own.
     *
     * @param name without "SIG"
     * @return what ends the handling; empty when the system does not know the signal, or the JVM reserves it
     */
    static Optional<OsSignal> handle(String name, Runnable action) {
        try {
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object handler = Proxy.newProxyInstance(
                    OsSignal.class.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, arguments) -> {
                        switch (method.getName()) {
                            case "equals":
                                return proxy == arguments[0];
                            case "hashCode":
                                return System.identityHashCode(proxy);
                            case "toString":
                                return "handler of SIG" + name;
                            default:
                                action.run();
                                return null;
                        }
                    });
            Object signal = signalType.getConstructor(String.class).newInstance(name);
            Method handle = signalType.getMethod("handle", signalType, handlerType);
            return Optional.of(new OsSignal(handle, signal, handle.invoke(null, signal, handler)));
        } catch (InvocationTargetException e) {
            LOG.debug("SIG{}: {}", name, e.getCause().getMessage());
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            LOG.debug("SIG{}: this JVM has no sun.misc.Signal: {}", name, e.toString());
            return Optional.empty();
        }
    }

    /** Hands the signal back to who handled it before. */
    @Override
    public void close() {
        try {
            handle.invoke(null, signal, replaced);
        } catch (ReflectiveOperationException e) {
            LOG.debug("{}: {}", signal, e.toString());
        }
    }
}
