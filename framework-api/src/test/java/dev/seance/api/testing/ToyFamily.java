// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.testing;

import dev.seance.api.model.AdamW;
import dev.seance.api.model.AttentionWindows;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.ModelFamily;
import dev.seance.api.model.ModelTensor;
import dev.seance.api.model.Muon;
import dev.seance.api.model.ParameterGroup;
import dev.seance.api.model.ProgramSource;
import dev.seance.api.model.ReferenceRun;
import dev.seance.api.model.WidthScaling;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.plugin.Option;
import dev.seance.kit.model.TransformerTensors;
import java.util.List;

/**
 * A family without a model, for {@link ToyBackend} and for whatever needs a {@link ModelConfig}: the tensors of any
 * transformer, with hyperparameters of which each is recognizable.
 */
@ExtensionSpec(name = ToyFamily.NAME, summary = "An architecture without a model.", options = ToyFamily.Options.class)
public class ToyFamily implements ModelFamily<ToyFamily.Options> {

    public static final String NAME = "toy";

    public static final ParameterGroup MATRICES = ParameterGroup.of(
                    "matrices", "The layers' matrices.", new AdamW(0.002, 0.9, 0.95, 1e-10, 0.1))
            .scaledBy(WidthScaling.INVERSE)
            .withMuon(new Muon(0.02, 0.97, 0.9, 0.28));

    public static final ParameterGroup EMBEDDING = ParameterGroup.of(
                    "embedding", "The token table.", new AdamW(0.3, 0.8, 0.995, 1e-10, 0.001))
            .scaledBy(WidthScaling.INVERSE_SQUARE_ROOT);

    public static final ParameterGroup HEAD = ParameterGroup.of(
                    "head", "The output matrix.", new AdamW(0.008, 0.8, 0.96, 1e-10, 0.01))
            .scaledBy(WidthScaling.INVERSE_SQUARE_ROOT);

    private static final TransformerTensors TENSORS = new TransformerTensors(EMBEDDING, HEAD, MATRICES);

    /** What a recipe's {@code model:} may set. */
    public record Options(
            @Option(doc = "Layers.", min = 1, max = 128) int depth,

            @Option(doc = "Width.", defaultValue = "8", min = 2)
            int width,

            @Option(doc = "Attention heads.", defaultValue = "1", min = 1)
            int heads,

            @Option(doc = "The longest sequence.", defaultValue = "2048", min = 8, unit = "tokens")
            int context,

            @Option(doc = "How far back layers look.", defaultValue = "SSSL")
            String windows) {}

    /** A model of these dimensions. */
    public static ModelConfig config(ModelDimensions dimensions) {
        return TestFamilies.of(new ToyFamily()).config(NAME, dimensions);
    }

    @Override
    public ModelDimensions dimensions(Options options, int vocabularySize) {
        return new ModelDimensions(
                        options.depth(),
                        options.width(),
                        options.heads(),
                        options.heads(),
                        4 * options.width(),
                        options.context(),
                        vocabularySize)
                .withWindows(new AttentionWindows(options.windows()));
    }

    @Override
    public List<ModelTensor> tensors(ModelDimensions dimensions) {
        dimensions.requireSettings();
        return TENSORS.of(dimensions, false);
    }

    @Override
    public ReferenceRun reference(ModelDimensions dimensions) {
        return new ReferenceRun(768, 524288, 84_934_656L + 768L * dimensions.vocabularySize());
    }

    @Override
    public List<ProgramSource> programs() {
        return List.of(new ProgramSource("toy", "toy.txt", "Toy", "nothing to compute"));
    }
}
