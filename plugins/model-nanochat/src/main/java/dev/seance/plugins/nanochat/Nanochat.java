// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.nanochat;

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
 * The design of Karpathy's nanochat (of March 2026): rotary positions, normalized queries and keys, squared ReLU, RMSNorm
 * without weights, no biases, an output matrix of its own, logits capped softly at 15; value embeddings on every other
 * layer, a scale for the residual stream and for the embedded tokens in each layer, a smear of neighbouring tokens, and the
 * middle layer taken out at the end.
 */
@Extension
@ExtensionSpec(
        name = "nanochat",
        summary = "The architecture of nanochat, which the published Victorian model has.",
        options = NanochatOptions.class)
public final class Nanochat implements ModelFamily<NanochatOptions> {

    private static final String TORCHSCRIPT = "torchscript";

    /** Channels of the residual stream that a gate of value embeddings reads, as in nanochat. */
    private static final long GATE_CHANNELS = 12;

    /** Channels of the residual stream that the smear's gate reads, as in nanochat. */
    private static final long SMEAR_CHANNELS = 24;

    private static final int REFERENCE_DEPTH = 12;
    private static final int REFERENCE_WIDTH = 768;
    private static final int REFERENCE_BATCH = 524288;

    private static final TransformerTensors COMMON =
            new TransformerTensors(NanochatGroups.EMBEDDING, NanochatGroups.HEAD, NanochatGroups.MATRICES);

    @Override
    public ModelDimensions dimensions(NanochatOptions options, int vocabularySize) {
        return options.derive(vocabularySize);
    }

    @Override
    public List<ModelTensor> tensors(ModelDimensions dimensions) {
        dimensions.requireSettings();
        if (dimensions.headWidth() % 2 != 0) {
            throw new IllegalArgumentException("a head's width of " + dimensions.headWidth()
                    + " is odd, and rotary positions need pairs; change width " + dimensions.width() + " or heads "
                    + dimensions.heads());
        }
        long layers = dimensions.layers();
        long width = dimensions.width();
        long tables = valueEmbeddings(dimensions);
        List<ModelTensor> tensors = COMMON.of(dimensions, false);
        tensors.add(ModelTensor.of(
                "value_embeddings",
                ParameterRole.VALUE_EMBEDDING,
                NanochatGroups.VALUE_EMBEDDINGS,
                tables,
                dimensions.vocabularySize(),
                dimensions.kvWidth()));
        tensors.add(ModelTensor.of(
                "value_gates",
                ParameterRole.SCALAR,
                NanochatGroups.MATRICES,
                tables,
                dimensions.kvHeads(),
                Math.min(GATE_CHANNELS, width)));
        tensors.add(ModelTensor.of("resid_lambdas", ParameterRole.SCALAR, NanochatGroups.RESID_LAMBDAS, layers));
        tensors.add(ModelTensor.of("x0_lambdas", ParameterRole.SCALAR, NanochatGroups.X0_LAMBDAS, layers));
        tensors.add(ModelTensor.of(
                "smear_gate", ParameterRole.SCALAR, NanochatGroups.SMEAR, Math.min(SMEAR_CHANNELS, width)));
        tensors.add(ModelTensor.of("smear_lambda", ParameterRole.SCALAR, NanochatGroups.SMEAR, 1));
        tensors.add(ModelTensor.of("backout_lambda", ParameterRole.SCALAR, NanochatGroups.SMEAR, 1));
        return tensors;
    }

    /** How many layers add embeddings to their values: every other one, the last among them. */
    private static long valueEmbeddings(ModelDimensions dimensions) {
        return (dimensions.layers() + 1) / 2;
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
        return List.of(ProgramSource.of(TORCHSCRIPT, "Nanochat", Nanochat.class, "nanochat.py"));
    }

    /** As {@code nanochat.py} saves them: change this with it. */
    @Override
    public Optional<ActivationCount> activations(String format, ModelDimensions dimensions) {
        if (!format.equals(TORCHSCRIPT)) {
            return Optional.empty();
        }
        long width = dimensions.width();
        long keys = dimensions.kvWidth();
        // Queries, keys, values, and the result of attention.
        long attention = 2 * width + 2 * keys;
        // The residual stream as it comes, mixed with the embedded tokens, and between attention and MLP; two norms;
        // heads
        // before their norm; the inside of the MLP before and after the square.
        long layer = attention + 3 * width + 2 * width + (width + keys) + 2L * dimensions.mlpWidth();
        // Sums of the softmax by head; lengths of every norm.
        long fp32 = dimensions.heads() + (dimensions.heads() + dimensions.kvHeads() + 2);
        return Optional.of(new ActivationCount(layer, fp32, 7 * width + valueEmbeddings(dimensions) * keys, 3));
    }
}
