// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.tensorflow;

import dev.seance.api.model.ModelConfig;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Stack;
import org.tensorflow.op.core.Unstack;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.op.math.Mean;
import org.tensorflow.op.train.BatchMatMul;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * One way through the graph, for rows of tokens whose numbers are open: what all architectures are made of. Where keys and
 * values come from is for subclasses to say: from the tokens themselves, or from a cache.
 *
 * <p>Dimensions in the shapes below: B rows, T tokens of a row, N = B T, P tokens that can be seen, D width, H heads, G
 * heads of keys and values, K width of a head.
 */
abstract class Pass {
    private static final float HIDDEN = -1e9f;

    private final Weights weights;
    private final ModelConfig config;
    private final Architecture architecture;
    private final Operand<TInt32> tokens;
    private final Operand<TInt32> positions;
    private final Operand<TFloat32> cosines;
    private final Operand<TFloat32> sines;
    private final Map<Integer, Operand<TFloat32>> masks = new HashMap<>();

    /**
     * @param tokens [B, T]
     * @param positions of the tokens, [B, T] or, alike in all rows, [1, T]
     */
    Pass(
            Weights weights,
            ModelConfig config,
            Architecture architecture,
            Operand<TInt32> tokens,
            Operand<TInt32> positions) {
        this.weights = weights;
        this.config = config;
        this.architecture = architecture;
        this.tokens = tokens;
        this.positions = positions;
        int half = config.headWidth() / 2;
        float[][] cos = new float[config.context()][half];
        float[][] sin = new float[config.context()][half];
        for (int t = 0; t < config.context(); t++) {
            for (int i = 0; i < half; i++) {
                double angle = t * Math.pow(architecture.ropeBase(), -(double) i / half);
                cos[t][i] = (float) Math.cos(angle);
                sin[t][i] = (float) (architecture.ropeDirection() * Math.sin(angle));
            }
        }
        cosines = atPositions(cos);
        sines = atPositions(sin);
    }

    /** Rows of a table for each position, [B or 1, T, 1, K / 2]. */
    private Operand<TFloat32> atPositions(float[][] table) {
        Ops tf = tf();
        return tf.expandDims(
                tf.gather(tf.constant(StdArrays.ndCopyOf(table)), positions, tf.constant(0)), tf.constant(2));
    }

    final Ops tf() {
        return weights.tf();
    }

    final Weights weights() {
        return weights;
    }

    final ModelConfig config() {
        return config;
    }

    /** The tokens, [B, T]. */
    final Operand<TInt32> tokens() {
        return tokens;
    }

    /** Positions of the tokens, [B or 1, T]. */
    final Operand<TInt32> positions() {
        return positions;
    }

    /** Keys or values that queries see, [B, G, P, K], of those of the tokens, [B, T, G, K]. */
    abstract Operand<TFloat32> seen(String kind, int layer, Operand<TFloat32> own);

    /** Positions of what can be seen, [1, P]. */
    abstract Operand<TInt32> seenPositions();

    /** The token before the first of each row, [B, 1, D], where x are the tokens' own, [B, T, D]. */
    abstract Operand<TFloat32> before(Operand<TFloat32> x);

    /** x [N, in] times the transposed w [out, in]. */
    final Operand<TFloat32> linear(Operand<TFloat32> x, Operand<TFloat32> w) {
        return tf().linalg.matMul(x, w, MatMul.transposeB(true));
    }

    /** RMSNorm (https://arxiv.org/abs/1910.07467) over the last dimension, without weights. */
    final Operand<TFloat32> norm(Operand<TFloat32> x, double epsilon) {
        Ops tf = tf();
        Operand<TFloat32> mean = tf.math.mean(tf.math.square(x), tf.constant(-1), Mean.keepDims(true));
        return tf.math.mul(x, tf.math.rsqrt(tf.math.add(mean, tf.constant((float) epsilon))));
    }

    /** Some columns of x [N, columns]. */
    final Operand<TFloat32> columns(Operand<TFloat32> x, int from, int count) {
        Ops tf = tf();
        return tf.slice(x, tf.array(0, from), tf.array(-1, count));
    }

    /** x [N, heads * K] as heads [B, T, heads, K]. */
    final Operand<TFloat32> split(Operand<TFloat32> x, int heads, int headWidth) {
        Ops tf = tf();
        Operand<TInt32> sizes =
                tf.concat(List.<Operand<TInt32>>of(tf.shape(tokens), tf.array(heads, headWidth)), tf.constant(0));
        return tf.reshape(x, sizes);
    }

    /** Heads [B, T, heads, K] rotated by their positions (https://arxiv.org/abs/2104.09864). */
    final Operand<TFloat32> rotate(Operand<TFloat32> x, int heads) {
        Ops tf = tf();
        int half = config.headWidth() / 2;
        Operand<TInt32> halves =
                tf.concat(List.<Operand<TInt32>>of(tf.shape(tokens), tf.array(heads, 2, half)), tf.constant(0));
        Unstack<TFloat32> parts = tf.unstack(tf.reshape(x, halves), 2L, Unstack.axis(3L));
        Operand<TFloat32> a = parts.output().get(0);
        Operand<TFloat32> b = parts.output().get(1);
        Operand<TFloat32> left = tf.math.sub(tf.math.mul(a, cosines), tf.math.mul(b, sines));
        Operand<TFloat32> right = tf.math.add(tf.math.mul(b, cosines), tf.math.mul(a, sines));
        Operand<TInt32> whole =
                tf.concat(List.<Operand<TInt32>>of(tf.shape(tokens), tf.array(heads, 2 * half)), tf.constant(0));
        return tf.reshape(tf.stack(List.of(left, right), Stack.axis(3L)), whole);
    }

    /**
     * Attention of queries [B, T, H, K] to keys and values [B, T, G, K], which several heads may share; [N, D].
     *
     * <p>The T tokens of the heads that share keys are as many queries: nothing is repeated.
     */
    final Operand<TFloat32> attend(
            int layer, Operand<TFloat32> queries, Operand<TFloat32> keys, Operand<TFloat32> values) {
        Ops tf = tf();
        int groups = config.kvHeads();
        int shared = config.heads() / groups;
        int headWidth = config.headWidth();
        Operand<TInt32> length = tf.slice(tf.shape(tokens), tf.array(1), tf.array(1)); // [1]
        Operand<TFloat32> k = seen("keys", layer, keys);
        Operand<TFloat32> v = seen("values", layer, values);
        Operand<TFloat32> q = tf.math.mul(tf.linalg.transpose(queries, tf.array(0, 2, 1, 3)), tf.constant((float)
                architecture.scoreScale(config))); // [B, H, T, K]
        Operand<TInt32> rows = tf.math.mul(length, tf.constant(shared));
        q = tf.reshape(q, sizes(tf.array(-1, groups), rows, tf.array(headWidth))); // [B, G, H/G T, K]
        Operand<TFloat32> scores =
                tf.train.batchMatMul(q, k, TFloat32.class, BatchMatMul.adjY(true)); // [B, G, H/G T, P]
        Operand<TInt32> flat = tf.shape(scores);
        Operand<TInt32> apart = sizes(
                tf.array(-1, groups, shared), length, tf.slice(tf.shape(seenPositions()), tf.array(1), tf.array(1)));
        scores = tf.math.add(tf.reshape(scores, apart), mask(config.window(layer))); // [B, G, H/G, T, P]
        Operand<TFloat32> y = tf.train.batchMatMul(tf.reshape(tf.nn.softmax(scores), flat), v, TFloat32.class);
        y = tf.reshape(y, sizes(tf.array(-1, config.heads()), length, tf.array(headWidth))); // [B, H, T, K]
        return tf.reshape(tf.linalg.transpose(y, tf.array(0, 2, 1, 3)), tf.array(-1, config.width()));
    }

    private Operand<TInt32> sizes(Operand<TInt32> first, Operand<TInt32> second, Operand<TInt32> third) {
        return tf().concat(List.of(first, second, third), tf().constant(0));
    }

    /** What is added to scores, [B or 1, 1, 1, T, P]: a token sees itself and so many before it. */
    private Operand<TFloat32> mask(int window) {
        return masks.computeIfAbsent(window, unknown -> {
            Ops tf = tf();
            Operand<TInt32> own = tf.expandDims(positions, tf.constant(2)); // [B or 1, T, 1]
            Operand<TInt32> other = tf.expandDims(seenPositions(), tf.constant(1)); // [1, 1, P]
            Operand<TBool> visible = tf.math.logicalAnd(
                    tf.math.lessEqual(other, own), tf.math.greaterEqual(other, tf.math.sub(own, tf.constant(window))));
            Operand<TFloat32> mask = tf.select(visible, tf.constant(0f), tf.constant(HIDDEN));
            return tf.expandDims(tf.expandDims(mask, tf.constant(1)), tf.constant(1));
        });
    }

    /** A shape whose sizes are open. */
    static Shape open(int dimensions) {
        long[] sizes = new long[dimensions];
        Arrays.fill(sizes, Shape.UNKNOWN_SIZE);
        return Shape.of(sizes);
    }
}
