// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import com.google.inject.Binder;
import com.google.inject.Module;
import dev.seance.api.run.Environment;
import dev.seance.api.synthesis.LlmGateway;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What every extension can have injected beside its options.
 *
 * @param environment the machine; its clock is injectable by itself too
 * @param llms the language models of the recipe
 */
record HostServices(Environment environment, LlmGateway llms) implements Module {

    /** The injectable types: those {@link #configure} binds. */
    static final List<Class<?>> TYPES = List.of(Clock.class, Environment.class, LlmGateway.class);

    HostServices {
        Objects.requireNonNull(environment, "environment");
        Objects.requireNonNull(llms, "llms");
    }

    @Override
    public void configure(Binder binder) {
        binder.bind(Clock.class).toInstance(environment.clock());
        binder.bind(Environment.class).toInstance(environment);
        binder.bind(LlmGateway.class).toInstance(llms);
    }

    /** The injectable types, for messages. */
    static String inWords() {
        return TYPES.stream().map(Class::getSimpleName).collect(Collectors.joining(", "));
    }
}
