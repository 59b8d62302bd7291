// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.llama;

import dev.seance.api.model.ActivationCount;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.ModelFamily;
import dev.seance.api.model.ModelTensor;
import dev.seance.api.model.ParameterRole;
import dev.seance.api.model.ProgramSource;
import dev.seance.api.model.ReferenceRun;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.kit.model.TransformerTensors;
import java.util.List;
import java.util.Optional;
import org.pf4j.Extension;

/**
 * The design of Llama 2 (Touvron et al., 2023, https://arxiv.org/abs/2307.09288): rotary positions, RMSNorm with weights,
 * SwiGLU, grouped-query attention, no biases. What other programs load.
 */
@Extension
@ExtensionSpec(
        name = "llama",
        summary = "The architecture of Llama 2, which other programs load.",
        options = LlamaOptions.class)
public final class Llama implements ModelFamily<LlamaOptions> {

    /** The setting that says whether the token table is the output matrix too. */
    static final String TIED = "tied";

    private static final String TORCHSCRIPT = "torchscript";

    /** The model on which nanochat tuned the hyperparameters that this family shares with it. */
    private static final int REFERENCE_DEPTH = 12;

    private static final int REFERENCE_WIDTH = 768;
    private static final int REFERENCE_BATCH = 524288;

    @Override
    public ModelDimensions dimensions(LlamaOptions options, int vocabularySize) {
        return options.derive(vocabularySize);
    }

    @Override
    public List<ModelTensor> tensors(ModelDimensions dimensions) {
        dimensions.requireSettings(TIED);
        if (dimensions.headWidth() % 2 != 0) {
            throw new IllegalArgumentException("a head's width of " + dimensions.headWidth()
                    + " is odd, and rotary positions need pairs; change width " + dimensions.width() + " or heads "
                    + dimensions.heads());
        }
        boolean tied = dimensions.flag(TIED);
        long layers = dimensions.layers();
        long width = dimensions.width();
        TransformerTensors common = new TransformerTensors(
                tied ? LlamaGroups.TIED_EMBEDDING : LlamaGroups.EMBEDDING, LlamaGroups.HEAD, LlamaGroups.MATRICES);
        List<ModelTensor> tensors = common.of(dimensions, tied);
        tensors.add(common.matrix("mlp_gate", layers, dimensions.mlpWidth(), width));
        tensors.add(norm("attention_norm", layers, width));
        tensors.add(norm("mlp_norm", layers, width));
        tensors.add(norm("final_norm", width));
        return tensors;
    }

    private static ModelTensor norm(String name, long... shape) {
        return ModelTensor.of(name, ParameterRole.SCALAR, LlamaGroups.NORMS, shape);
    }

    /** nanochat's model of depth 12, whose layers have 12 squares of the width each. */
    @Override
    public ReferenceRun reference(ModelDimensions dimensions) {
        long layers = 12L * REFERENCE_DEPTH * REFERENCE_WIDTH * REFERENCE_WIDTH;
        long head = (long) REFERENCE_WIDTH * dimensions.vocabularySize();
        return new ReferenceRun(REFERENCE_WIDTH, REFERENCE_BATCH, layers + head);
    }

    @Override
    public List<ProgramSource> programs() {
        return List.of(ProgramSource.of(TORCHSCRIPT, "Llama", Llama.class, "llama.py"));
    }

    /** As {@code llama.py} saves them: change this with it. */
    @Override
    public Optional<ActivationCount> activations(String format, ModelDimensions dimensions) {
        if (!format.equals(TORCHSCRIPT)) {
            return Optional.empty();
        }
        long width = dimensions.width();
        // Queries, keys, values, and the result of attention.
        long attention = 2 * width + 2L * dimensions.kvWidth();
        // The residual stream twice, two norms with and without weights; the gate before and after silu, the other
        // branch,
        // their product.
        long layer = attention + 2 * width + 4 * width + 4L * dimensions.mlpWidth();
        // Sums of the softmax by head; lengths of two norms.
        return Optional.of(new ActivationCount(layer, dimensions.heads() + 2L, 5 * width, 1));
    }
}
