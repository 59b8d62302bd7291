// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.tensorflow;

import dev.seance.api.model.Loss;
import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelTensor;
import dev.seance.api.model.TokenBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.nn.SparseSoftmaxCrossEntropyWithLogits;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;

/**
 * From a batch to its loss and, where a model is trained, to the gradients of its tensors, which are added up in variables.
 *
 * <p>The engine's cross-entropy gives the slopes of its logits along with the loss, for which there is no derivative of its
 * own in graphs that are not made by Python; so derivatives are taken from the logits on, given their slopes.
 */
final class LossGraph {
    private final Engine engine;
    private final ModelConfig config;
    private final Placeholder<TInt32> tokens;
    private final Placeholder<TInt32> targets;
    private final Placeholder<TFloat32> scale;
    private final Operand<TFloat64> nats;
    private final Operand<TFloat32> logits;
    private final Operand<TFloat32> slopes;
    private final List<Op> set = new ArrayList<>();
    private final List<Op> add = new ArrayList<>();
    private boolean empty = true;

    LossGraph(Engine engine, Weights weights, ModelConfig config, Architecture architecture) {
        this.engine = engine;
        this.config = config;
        Ops tf = engine.tf();
        tokens = tf.placeholder(TInt32.class, Placeholder.shape(Pass.open(2)));
        targets = tf.placeholder(TInt32.class, Placeholder.shape(Pass.open(1)));
        scale = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
        Operand<TFloat32> states = architecture.states(new WholePass(weights, config, architecture, tokens));
        logits = architecture.logits(weights, config, states); // [N, V]
        Operand<TBool> counts = tf.math.greaterEqual(targets, tf.constant(0)); // [N]
        SparseSoftmaxCrossEntropyWithLogits<TFloat32> entropy =
                tf.nn.sparseSoftmaxCrossEntropyWithLogits(logits, tf.math.maximum(targets, tf.constant(0)));
        // Summed in doubles, so that it does not matter how a step is cut into micro-batches.
        nats = tf.reduceSum(
                tf.dtypes.cast(tf.select(counts, entropy.loss(), tf.constant(0f)), TFloat64.class), tf.constant(0));
        Operand<TFloat32> factors = tf.expandDims(tf.select(counts, scale, tf.constant(0f)), tf.constant(1)); // [N, 1]
        slopes = tf.math.mul(entropy.backprop(), factors); // [N, V]
    }

    static String gradient(String tensor) {
        return "gradient." + tensor;
    }

    /** The loss, summed over the targets. */
    Loss score(TokenBatch batch) {
        return run(batch, 0, List.of());
    }

    /** The loss; adds the gradients of {@code factor} times it. */
    Loss accumulate(TokenBatch batch, double factor) {
        if (set.isEmpty()) {
            differentiate();
        }
        Loss loss = run(batch, factor, empty ? set : add);
        empty = false;
        return loss;
    }

    /** Whether nothing was added since {@link #forget}. */
    boolean isEmpty() {
        return empty;
    }

    /** What is added next is all there is. */
    void forget() {
        empty = true;
    }

    /** Sets the gradients to zero. */
    void clear() {
        if (set.isEmpty()) {
            differentiate();
        }
        config.tensors().forEach(tensor -> engine.clear(gradient(tensor.name())));
        empty = false;
    }

    private void differentiate() {
        Ops tf = engine.tf();
        List<Variable<TFloat32>> variables = config.tensors().stream()
                .map(tensor -> engine.variable(tensor.name()))
                .toList();
        Gradients gradients = Gradients.create(tf.scope(), List.of(logits), variables, Gradients.dx(List.of(slopes)));
        int index = 0;
        for (ModelTensor tensor : config.tensors()) {
            Operand<TFloat32> more = gradients.<TFloat32>dy(index++);
            Variable<TFloat32> sum = engine.variable(gradient(tensor.name()), tensor.shape());
            set.add(tf.assign(sum, more));
            add.add(tf.assignAdd(sum, more));
        }
    }

    private Loss run(TokenBatch batch, double factor, List<Op> effects) {
        Map<Operand<?>, Tensor> feeds = new HashMap<>();
        try (TInt32 inputs = ints(Shape.of(batch.rows(), batch.length()), batch.inputs());
                TInt32 wanted = ints(Shape.of(batch.targets().length), batch.targets());
                TFloat32 weight = TFloat32.scalarOf((float) factor)) {
            feeds.put(tokens, inputs);
            feeds.put(targets, wanted);
            feeds.put(scale, weight);
            try (Result result = engine.run(feeds, effects, nats)) {
                return new Loss(((TFloat64) result.get(0)).getDouble(), batch.targetCount());
            }
        }
    }

    static TInt32 ints(Shape shape, int... numbers) {
        return TInt32.tensorOf(shape, DataBuffers.of(numbers));
    }
}
