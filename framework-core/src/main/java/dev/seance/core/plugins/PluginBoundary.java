// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import dev.seance.api.tokenizer.Vocabulary;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Stands between the host and an object of a plugin: whatever interface of the API a plugin hands out, the host holds
 * one of these in its place, and so on for what that hands out. See {@link PluginCall} for what it does on the way.
 * Costs well below a microsecond a call.
 */
final class PluginBoundary implements InvocationHandler {

    private static final String API = "dev.seance.api.";

    private final PluginCall call;
    private final Object target;

    private PluginBoundary(PluginCall call, Object target) {
        this.call = call;
        this.target = target;
    }

    /** The object to hold in place of one that a method declared to return {@code declared}. */
    static Object around(Object target, Class<?> declared, PluginCall call) {
        if (target instanceof Stream<?> stream && declared == Stream.class) {
            return GuardedSpliterator.around(stream, call);
        }
        if (target == null || !declared.isInterface() || !declared.getName().startsWith(API)) {
            return target;
        }
        return face(declared, target).map(face -> guarded(target, face, call)).orElse(target);
    }

    private static Object guarded(Object target, Class<?> face, PluginCall call) {
        Object proxy =
                Proxy.newProxyInstance(face.getClassLoader(), new Class<?>[] {face}, new PluginBoundary(call, target));
        return target instanceof Vocabulary vocabulary ? new GuardedVocabulary(vocabulary, (Vocabulary) proxy) : proxy;
    }

    /**
     * The interface to stand in for. No proxy can be of a sealed one: for a filter it is the interface below, and a
     * closed family of records, such as a verdict, is a value that needs none.
     */
    private static Optional<Class<?>> face(Class<?> declared, Object target) {
        if (!declared.isSealed()) {
            return Optional.of(declared);
        }
        return Arrays.stream(declared.getPermittedSubclasses())
                .filter(permitted -> permitted.isInterface() && permitted.isInstance(target))
                .findFirst();
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class && method.getName().equals("equals")) {
            return target.equals(behind(arguments[0]));
        }
        return around(call.invoke(target, method, arguments), method.getReturnType(), call);
    }

    private static Object behind(Object other) {
        return other != null
                        && Proxy.isProxyClass(other.getClass())
                        && Proxy.getInvocationHandler(other) instanceof PluginBoundary boundary
                ? boundary.target
                : other;
    }
}
