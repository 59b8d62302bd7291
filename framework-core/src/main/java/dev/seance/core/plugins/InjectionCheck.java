// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import dev.seance.api.model.ModelFamily;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;

/** Finds out without making an instance whether one can be made. */
final class InjectionCheck {

    private InjectionCheck() {}

    /** What is in the way, each to be read after the extension's name; empty when nothing is. */
    static List<String> of(Class<?> type, Class<? extends Record> options) {
        if (Modifier.isAbstract(type.getModifiers())) {
            return List.of("is abstract");
        }
        Constructor<?>[] constructors = type.getConstructors();
        if (constructors.length != 1) {
            return List.of("has " + constructors.length + " public constructors; it needs exactly one");
        }
        Constructor<?> constructor = constructors[0];
        if (constructor.getParameterCount() > 0 && !constructor.isAnnotationPresent(Inject.class)) {
            return List.of("has a constructor with parameters and without jakarta.inject.Inject");
        }
        boolean injected = !ModelFamily.class.isAssignableFrom(type);
        return Arrays.stream(constructor.getGenericParameterTypes())
                .map(InjectionCheck::provided)
                .filter(parameter -> !(injected && parameter == options) && !HostServices.TYPES.contains(parameter))
                .map(parameter -> unknown(parameter, options, injected))
                .toList();
    }

    private static Type provided(Type parameter) {
        return parameter instanceof ParameterizedType generic && generic.getRawType() == Provider.class
                ? generic.getActualTypeArguments()[0]
                : parameter;
    }

    private static String unknown(Type parameter, Class<? extends Record> options, boolean injected) {
        return "asks for " + parameter.getTypeName() + ", which nobody provides; a constructor can have "
                + (injected
                        ? "its options (" + options.getSimpleName() + ") and: "
                        : "(the options come with each call): ")
                + HostServices.inWords();
    }
}
