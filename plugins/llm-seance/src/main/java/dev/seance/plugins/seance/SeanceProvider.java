// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.seance;

import dev.seance.api.model.RunModels;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.synthesis.LlmClient;
import dev.seance.api.synthesis.LlmProvider;
import jakarta.inject.Inject;
import org.pf4j.Extension;

/** Asks a model that a run here has made: the recipe's {@code model} is the run's name. It costs nothing but time. */
@Extension
@ExtensionSpec(
        name = "seance",
        summary = "A model that a run on this machine has made; model: RUN, RUN/3 or RUN:STEP.",
        options = SeanceOptions.class)
public final class SeanceProvider implements LlmProvider {

    private final SeanceOptions options;
    private final RunModels models;

    @Inject
    public SeanceProvider(SeanceOptions options, RunModels models) {
        this.options = options;
        this.models = models;
    }

    @Override
    public LlmClient open(String model) {
        return new SeanceClient(models.find(model).model(), options);
    }

    @Override
    public String revision(String model) {
        return models.find(model).fingerprint();
    }
}
