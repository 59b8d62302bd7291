// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import com.google.inject.Binder;
import com.google.inject.Module;
import dev.seance.api.model.ModelFamilies;
import dev.seance.api.model.RunModels;
import dev.seance.api.run.Environment;
import dev.seance.api.synthesis.LlmGateway;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What every extension can have injected beside its options. No record: Guice hashes its modules, and the first hash
 * of a record costs a start 0.01 s.
 */
final class HostServices implements Module {

    /** The injectable types: those {@link #configure} binds. */
    static final List<Class<?>> TYPES =
            List.of(Clock.class, Environment.class, LlmGateway.class, ModelFamilies.class, RunModels.class);

    private final Environment environment;
    private final LlmGateway llms;
    private final ModelFamilies families;
    private final RunModels models;

    /**
     * @param environment the machine; its clock is injectable by itself too
     * @param llms the language models of the recipe
     * @param families the model families that are installed
     * @param models what runs have made
     */
    HostServices(Environment environment, LlmGateway llms, ModelFamilies families, RunModels models) {
        this.environment = Objects.requireNonNull(environment, "environment");
        this.llms = Objects.requireNonNull(llms, "llms");
        this.families = Objects.requireNonNull(families, "families");
        this.models = Objects.requireNonNull(models, "models");
    }

    @Override
    public void configure(Binder binder) {
        binder.bind(Clock.class).toInstance(environment.clock());
        binder.bind(Environment.class).toInstance(environment);
        binder.bind(LlmGateway.class).toInstance(llms);
        binder.bind(ModelFamilies.class).toInstance(families);
        binder.bind(RunModels.class).toInstance(models);
    }

    /** The injectable types, for messages. */
    static String inWords() {
        return TYPES.stream().map(Class::getSimpleName).collect(Collectors.joining(", "));
    }
}
