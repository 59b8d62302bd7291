// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.ModelFamilies;
import dev.seance.api.model.ParameterGroup;
import dev.seance.api.testing.TestFamilies;
import dev.seance.plugins.llama.Llama;
import dev.seance.plugins.nanochat.Nanochat;
import java.util.List;
import java.util.stream.Stream;

/** The families whose programs are tested. */
public final class Families {

    public static final ModelFamilies ALL = TestFamilies.of(new Nanochat(), new Llama());

    /** Every parameter group of theirs. */
    public static final List<ParameterGroup> GROUPS = Stream.of(
                    nanochat(new ModelDimensions(1, 8, 1, 1, 8, 8, 8)),
                    llama(new ModelDimensions(1, 8, 1, 1, 8, 8, 8)),
                    tiedLlama(new ModelDimensions(1, 8, 1, 1, 8, 8, 8)))
            .flatMap(config -> config.groups().stream())
            .distinct()
            .toList();

    private Families() {}

    public static ModelConfig nanochat(ModelDimensions dimensions) {
        return ALL.config("nanochat", dimensions);
    }

    public static ModelConfig llama(ModelDimensions dimensions) {
        return ALL.config("llama", dimensions.withSetting("tied", false));
    }

    public static ModelConfig tiedLlama(ModelDimensions dimensions) {
        return ALL.config("llama", dimensions.withSetting("tied", true));
    }
}
