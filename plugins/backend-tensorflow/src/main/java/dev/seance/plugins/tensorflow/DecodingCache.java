// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.tensorflow;

import dev.seance.api.model.ModelConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Keys and values of the texts in some slots, and the graph that reads these on. Used again once its texts are closed. */
final class DecodingCache {
    private final Engine engine;
    private final ModelConfig config;
    private final String name;
    private final int slots;
    private final Placeholder<TInt32> tokens;
    private final Placeholder<TInt32> slot;
    private final Placeholder<TInt32> starts;
    private final CachedPass pass;
    private final Operand<TFloat32> logits;

    /** @param name its own in the engine */
    DecodingCache(
            Engine engine, Weights weights, ModelConfig config, Architecture architecture, String name, int slots) {
        this.engine = engine;
        this.config = config;
        this.name = name;
        this.slots = slots;
        Ops tf = engine.tf();
        tokens = tf.placeholder(TInt32.class, Placeholder.shape(Pass.open(2)));
        slot = tf.placeholder(TInt32.class, Placeholder.shape(Pass.open(2)));
        starts = tf.placeholder(TInt32.class, Placeholder.shape(Pass.open(2)));
        pass = new CachedPass(weights, config, architecture, this, tokens, slot, starts);
        Operand<TFloat32> states = architecture.states(pass);
        // Of each text the state of its last token alone.
        Operand<TInt32> rows = tf.slice(tf.shape(tokens), tf.array(0), tf.array(1));
        Operand<TInt32> length = tf.slice(tf.shape(tokens), tf.array(1), tf.array(1));
        Operand<TFloat32> apart = tf.reshape(
                states, tf.concat(List.<Operand<TInt32>>of(rows, length, tf.array(config.width())), tf.constant(0)));
        Operand<TInt32> from = tf.concat(
                List.<Operand<TInt32>>of(tf.array(0), tf.math.sub(length, tf.array(1)), tf.array(0)), tf.constant(0));
        Operand<TFloat32> last = tf.reshape(tf.slice(apart, from, tf.array(-1, 1, -1)), tf.array(-1, config.width()));
        logits = architecture.logits(weights, config, last); // [B, V]
    }

    int slots() {
        return slots;
    }

    /** The keys or values of a layer, [slots * context, G K]. */
    Variable<TFloat32> variable(String kind, int layer) {
        return zeros(kind + "." + layer, List.of((long) slots * config.context(), (long)
                config.dimensions().kvWidth()));
    }

    /** The last token of each text as it is before the first layer, [slots, D]. */
    Variable<TFloat32> last() {
        return zeros("last", List.of((long) slots, (long) config.width()));
    }

    private Variable<TFloat32> zeros(String part, List<Long> sizes) {
        String whole = "cache." + name + "." + part;
        boolean fresh = !engine.has(whole);
        Variable<TFloat32> variable = engine.variable(whole, sizes);
        if (fresh) {
            engine.clear(whole);
        }
        return variable;
    }

    /**
     * Reads texts on by as many tokens each.
     *
     * @param slots of the texts
     * @param starts how many tokens each has had before
     * @param tokens of all texts, one after the other
     * @param found receives the logits after the last token of each
     */
    void read(int[] slots, int[] starts, int[] tokens, float[][] found) {
        Map<Operand<?>, Tensor> feeds = new HashMap<>();
        try (TInt32 ids = LossGraph.ints(Shape.of(slots.length, tokens.length / slots.length), tokens);
                TInt32 which = LossGraph.ints(Shape.of(slots.length, 1), slots);
                TInt32 from = LossGraph.ints(Shape.of(slots.length, 1), starts)) {
            feeds.put(this.tokens, ids);
            feeds.put(slot, which);
            feeds.put(this.starts, from);
            try (Result result = engine.run(feeds, pass.effects(), logits)) {
                TFloat32 numbers = (TFloat32) result.get(0);
                for (int text = 0; text < slots.length; text++) {
                    float[] row = found[text];
                    numbers.get(text).copyTo(DataBuffers.of(row, false, false));
                }
            }
        }
    }
}
