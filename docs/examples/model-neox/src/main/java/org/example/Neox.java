// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package org.example;

import dev.seance.api.model.AdamW;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.ModelFamily;
import dev.seance.api.model.ModelTensor;
import dev.seance.api.model.Muon;
import dev.seance.api.model.ParameterGroup;
import dev.seance.api.model.ParameterRole;
import dev.seance.api.model.ProgramSource;
import dev.seance.api.model.ReferenceRun;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.plugin.Option;
import dev.seance.kit.model.TransformerTensors;
import java.util.List;
import org.pf4j.Extension;

/** Transformers in the manner of GPT-NeoX: rotary positions, LayerNorm with biases, GELU. The model itself is neox.py. */
@Extension
@ExtensionSpec(name = "neox", summary = "LayerNorm and GELU, with rotary positions.", options = Neox.Options.class)
public class Neox implements ModelFamily<Neox.Options> {

    /** What a recipe may set. */
    public record Options(
            @Option(doc = "Layers.", min = 1, max = 64, unit = "layers") int depth,

            @Option(doc = "Width.", defaultValue = "32", min = 8) int width,

            @Option(doc = "The longest sequence.", defaultValue = "64", min = 8, unit = "tokens") int context,

            @Option(doc = "Added to variances.", defaultValue = "1e-5", min = 1e-12, max = 1) double normEpsilon) {}

    private static final String EPSILON = "norm_epsilon";

    private static final ParameterGroup MATRICES = ParameterGroup.of(
                    "matrices", "The layers' matrices.", new AdamW(0.002, 0.9, 0.95, 1e-8, 0.1))
            .withMuon(new Muon(0.02, 0.95, 0.9, 0.1));
    private static final ParameterGroup TABLES =
            ParameterGroup.of("tables", "Embedding and output matrix.", new AdamW(0.02, 0.9, 0.95, 1e-8, 0));
    private static final ParameterGroup LAYER_NORMS =
            ParameterGroup.of("layer-norms", "Weights and biases of LayerNorm.", new AdamW(0.005, 0.9, 0.95, 1e-8, 0));

    @Override
    public ModelDimensions dimensions(Options options, int vocabularySize) {
        return new ModelDimensions(
                        options.depth(), options.width(), 2, 2, 4 * options.width(), options.context(), vocabularySize)
                .withSetting(EPSILON, options.normEpsilon());
    }

    @Override
    public List<ModelTensor> tensors(ModelDimensions dimensions) {
        dimensions.requireSettings(EPSILON);
        requireNumber(dimensions.settings().get(EPSILON));
        long layers = dimensions.layers();
        long width = dimensions.width();
        List<ModelTensor> tensors = new TransformerTensors(TABLES, TABLES, MATRICES).of(dimensions, false);
        for (String name : List.of("attention_norm", "attention_bias", "mlp_norm", "mlp_bias")) {
            tensors.add(ModelTensor.of(name, ParameterRole.SCALAR, LAYER_NORMS, layers, width));
        }
        tensors.add(ModelTensor.of("final_norm", ParameterRole.SCALAR, LAYER_NORMS, width));
        tensors.add(ModelTensor.of("final_bias", ParameterRole.SCALAR, LAYER_NORMS, width));
        return tensors;
    }

    /** What a checkpoint says comes from a file, and becomes part of the program. */
    private static void requireNumber(String value) {
        try {
            Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(EPSILON + " '" + value + "' is no number", e);
        }
    }

    @Override
    public ReferenceRun reference(ModelDimensions dimensions) {
        return new ReferenceRun(32, 1024, 40_000);
    }

    @Override
    public List<ProgramSource> programs() {
        return List.of(ProgramSource.of("torchscript", "Neox", Neox.class, "neox.py"));
    }
}
