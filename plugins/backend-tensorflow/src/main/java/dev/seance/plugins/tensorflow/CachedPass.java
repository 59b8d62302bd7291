// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.tensorflow;

import dev.seance.api.model.ModelConfig;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** A pass that reads texts on: their keys and values are added to a cache, and what that holds is seen. */
final class CachedPass extends Pass {
    private final DecodingCache cache;
    private final Operand<TInt32> slots;
    private final Operand<TInt32> starts;
    private final Operand<TInt32> seen;
    private final List<Op> effects = new ArrayList<>();

    /**
     * @param tokens [B, T]
     * @param slots of the texts, [B, 1]
     * @param starts how many tokens each has had before, [B, 1]
     */
    CachedPass(
            Weights weights,
            ModelConfig config,
            Architecture architecture,
            DecodingCache cache,
            Operand<TInt32> tokens,
            Operand<TInt32> slots,
            Operand<TInt32> starts) {
        super(
                weights,
                config,
                architecture,
                tokens,
                weights.tf()
                        .math
                        .add(
                                starts,
                                count(
                                        weights.tf(),
                                        last(weights.tf(), weights.tf().shape(tokens)))));
        this.cache = cache;
        this.slots = slots;
        this.starts = starts;
        Ops tf = tf();
        Operand<TInt32> longest = tf.reduceMax(positions(), tf.array(0, 1));
        this.seen = count(tf, tf.math.add(longest, tf.constant(1)));
    }

    private static Operand<TInt32> last(Ops tf, Operand<TInt32> shape) {
        return tf.reshape(tf.slice(shape, tf.array(1), tf.array(1)), tf.array(new int[0]));
    }

    /** 0 ... n - 1, [1, n]. */
    private static Operand<TInt32> count(Ops tf, Operand<TInt32> n) {
        return tf.expandDims(tf.range(tf.constant(0), n, tf.constant(1)), tf.constant(0));
    }

    /** What has to be run for the cache to be as it should, beyond what the logits need. */
    List<Op> effects() {
        return effects;
    }

    @Override
    Operand<TFloat32> seen(String kind, int layer, Operand<TFloat32> own) {
        Ops tf = tf();
        int width = config().dimensions().kvWidth();
        Operand<TInt32> first = tf.math.mul(slots, tf.constant(config().context())); // [B, 1]
        Operand<TInt32> places = tf.reshape(tf.math.add(first, positions()), tf.array(-1)); // [N]
        Operand<TFloat32> filled = tf.scatterUpdate(
                cache.variable(kind, layer), places, tf.reshape(own, tf.array(-1, width))); // [slots * context, G K]
        Operand<TFloat32> rows = tf.gather(filled, tf.math.add(first, seen), tf.constant(0)); // [B, P, G K]
        Operand<TInt32> sizes = tf.concat(
                List.<Operand<TInt32>>of(
                        tf.slice(tf.shape(rows), tf.array(0), tf.array(2)),
                        tf.array(config().kvHeads(), config().headWidth())),
                tf.constant(0));
        return tf.linalg.transpose(tf.reshape(rows, sizes), tf.array(0, 2, 1, 3));
    }

    @Override
    Operand<TInt32> seenPositions() {
        return seen;
    }

    @Override
    Operand<TFloat32> before(Operand<TFloat32> x) {
        Ops tf = tf();
        Variable<TFloat32> last = cache.last();
        Operand<TFloat32> old = tf.gather(last, slots, tf.constant(0)); // [B, 1, D]
        Operand<TInt32> end = tf.math.sub(tf.shape(x), tf.array(0, 1, 0));
        Operand<TInt32> onlyMiddle = tf.math.mul(end, tf.array(0, 1, 0));
        Operand<TFloat32> next = tf.slice(x, onlyMiddle, tf.array(-1, 1, -1)); // [B, 1, D]
        effects.add(tf.withControlDependencies(old).scatterUpdate(last, slots, next));
        Operand<TFloat32> began =
                tf.expandDims(tf.dtypes.cast(tf.math.greater(starts, tf.constant(0)), TFloat32.class), tf.constant(2));
        return tf.math.mul(old, began);
    }
}
