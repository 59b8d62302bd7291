// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.tensorflow;

import dev.seance.api.model.ModelConfig;
import dev.seance.api.model.ModelTensor;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.math.Mean;
import org.tensorflow.op.train.BatchMatMul;
import org.tensorflow.types.TFloat32;

/**
 * Muon (https://kellerjordan.github.io/posts/muon/) as nanochat has it, for each matrix of a stack by itself: Nesterov's
 * momentum made orthogonal by Polar Express, each row or column of it then scaled to the same mean square over time while the
 * norm of the whole stays (NorMuon, https://arxiv.org/abs/2510.05491). Decay is cautious: only where it has the sign of the
 * update.
 */
final class MuonGraph {

    /**
     * Five steps of Polar Express (https://arxiv.org/abs/2505.16932), whose polynomials a x + b x^3 + c x^5 push singular
     * values from 0 ... 1 to about 1; for a margin of 2 %.
     */
    private static final double[][] POLAR_EXPRESS = {
        {8.156554524902461, -22.48329292557795, 15.878769915207462},
        {4.042929935166739, -2.808917465908714, 0.5000178451051316},
        {3.8916678022926607, -2.772484153217685, 0.5060648178503393},
        {3.285753657755655, -2.3681294933425376, 0.46449024233003106},
        {2.3465413258596377, -1.7097828382687081, 0.42323551169305323}
    };

    private final Ops tf;
    private final Operand<TFloat32> rate;
    private final Operand<TFloat32> momentum;
    private final Operand<TFloat32> beta2;
    private final Operand<TFloat32> decay;
    private final boolean equilibrated;

    /**
     * @param numbers rate, momentum, beta2 and weight decay
     * @param equilibrated whether rows and norm are equilibrated, see {@link dev.seance.api.model.Muon}
     */
    MuonGraph(Ops tf, Operand<TFloat32> numbers, boolean equilibrated) {
        this.tf = tf;
        this.equilibrated = equilibrated;
        List<? extends Operand<TFloat32>> each = tf.unstack(numbers, 4L).output();
        rate = each.get(0);
        momentum = each.get(1);
        beta2 = each.get(2);
        decay = each.get(3);
    }

    /** What updates a stack of matrices [L, out, in] by their gradient. */
    Op update(
            ModelConfig config,
            ModelTensor tensor,
            Variable<TFloat32> weights,
            Operand<TFloat32> gradient,
            Variable<TFloat32> mean,
            Variable<TFloat32> variances) {
        Operand<TFloat32> averaged = tf.assign(mean, lerp(mean, gradient, minus(momentum)));
        // Nesterov's: a step ahead of the mean.
        Operand<TFloat32> ahead = lerp(gradient, averaged, momentum);
        List<Operand<TFloat32>> steps = new ArrayList<>();
        List<Operand<TFloat32>> scales = new ArrayList<>();
        if (tensor.name().equals("attention_qkv")) {
            // Queries, keys and values are three matrices; each has as many variances as the model is wide.
            int width = config.width();
            int kvWidth = config.dimensions().kvWidth();
            int row = 0;
            int at = 0;
            for (int size : new int[] {width, kvWidth, kvWidth}) {
                Operand<TFloat32> variance = rows(variances, at, width); // [L, D, 1]
                boolean wide = size < width;
                part(
                        rows(weights, row, size),
                        rows(ahead, row, size),
                        wide ? tf.linalg.transpose(variance, tf.array(0, 2, 1)) : variance,
                        size,
                        width,
                        steps,
                        scales);
                if (wide) {
                    scales.set(
                            scales.size() - 1, tf.linalg.transpose(scales.get(scales.size() - 1), tf.array(0, 2, 1)));
                }
                row += size;
                at += width;
            }
        } else {
            int out = Math.toIntExact(tensor.shape().get(1));
            int in = Math.toIntExact(tensor.shape().get(2));
            part(weights, ahead, variances, out, in, steps, scales);
        }
        Op step = tf.assignSub(weights, steps.size() == 1 ? steps.get(0) : tf.concat(steps, tf.constant(1)));
        Op scale = tf.assign(variances, scales.size() == 1 ? scales.get(0) : tf.concat(scales, tf.constant(1)));
        return tf.withControlDependencies(step, scale).noOp();
    }

    private Operand<TFloat32> rows(Operand<TFloat32> stack, int from, int count) {
        return tf.slice(stack, tf.array(0, from, 0), tf.array(-1, count, -1));
    }

    private Operand<TFloat32> minus(Operand<TFloat32> share) {
        return tf.math.sub(tf.constant(1f), share);
    }

    private Operand<TFloat32> lerp(Operand<TFloat32> from, Operand<TFloat32> to, Operand<TFloat32> share) {
        return tf.math.add(from, tf.math.mul(tf.math.sub(to, from), share));
    }

    /** Adds what the matrices lose, and their variances as they become. */
    private void part(
            Operand<TFloat32> weights,
            Operand<TFloat32> ahead,
            Operand<TFloat32> variances,
            int rows,
            int columns,
            List<Operand<TFloat32>> steps,
            List<Operand<TFloat32>> scales) {
        int across = rows >= columns ? 2 : 1;
        Operand<TFloat32> length = tf.constant((float) Math.min(rows, columns));
        Operand<TFloat32> u = orthogonal(equilibrated ? equilibrate(ahead, rows) : ahead, rows > columns);
        if (equilibrated) {
            // Muon+: five steps do not bring every singular value to 1; the norm is set to that of as many ones.
            float ones = (float) Math.sqrt(Math.min(rows, columns));
            u = tf.math.mul(u, tf.math.div(tf.constant(ones), tf.math.maximum(norm(u), tf.constant(1e-6f))));
        }
        Operand<TFloat32> squares = tf.math.mean(tf.math.square(u), tf.constant(across), Mean.keepDims(true));
        Operand<TFloat32> variance = lerp(variances, squares, minus(beta2));
        Operand<TFloat32> scale = tf.math.rsqrt(tf.math.maximum(variance, tf.constant(1e-10f)));
        Operand<TFloat32> before = tf.math.sqrt(tf.math.mul(sum(squares), length)); // [L, 1, 1]
        Operand<TFloat32> after = tf.math.sqrt(tf.math.mul(sum(tf.math.mul(squares, tf.math.square(scale))), length));
        Operand<TFloat32> back = tf.math.div(before, tf.math.maximum(after, tf.constant(1e-10f)));
        u = tf.math.mul(u, tf.math.mul(scale, back));
        Operand<TFloat32> lost = tf.select(
                tf.math.greaterEqual(tf.math.mul(u, weights), tf.constant(0f)),
                tf.math.mul(weights, decay),
                tf.constant(0f));
        // Taller matrices take longer steps, so that their outputs change alike.
        float taller = (float) Math.sqrt(Math.max(1, (double) rows / columns));
        steps.add(tf.math.mul(tf.math.add(u, lost), tf.math.mul(rate, tf.constant(taller))));
        scales.add(variance);
    }

    private Operand<TFloat32> sum(Operand<TFloat32> matrices) {
        return tf.reduceSum(matrices, tf.array(1, 2), ReduceSum.keepDims(true));
    }

    /** Matrices whose rows have one length, the root of the mean square of what these were (MuonEq). */
    private Operand<TFloat32> equilibrate(Operand<TFloat32> g, int rows) {
        Operand<TFloat32> lengths =
                tf.math.sqrt(tf.reduceSum(tf.math.square(g), tf.constant(2), ReduceSum.keepDims(true))); // [L, out, 1]
        Operand<TFloat32> length = tf.math.div(norm(g), tf.constant((float) Math.sqrt(rows))); // [L, 1, 1]
        return tf.math.mul(g, tf.math.div(length, tf.math.maximum(lengths, tf.constant(1e-6f))));
    }

    /** The norm of each matrix, [L, 1, 1]. */
    private Operand<TFloat32> norm(Operand<TFloat32> matrices) {
        return tf.math.sqrt(sum(tf.math.square(matrices)));
    }

    /** The nearest matrices whose singular values are all 1, roughly. */
    private Operand<TFloat32> orthogonal(Operand<TFloat32> g, boolean tall) {
        Operand<TFloat32> length = norm(g);
        Operand<TFloat32> x = tf.math.div(g, tf.math.add(tf.math.mul(length, tf.constant(1.01f)), tf.constant(1e-6f)));
        for (double[] abc : POLAR_EXPRESS) {
            // The products are with the smaller of x xT and xT x.
            Operand<TFloat32> square = tall
                    ? tf.train.batchMatMul(x, x, TFloat32.class, BatchMatMul.adjX(true))
                    : tf.train.batchMatMul(x, x, TFloat32.class, BatchMatMul.adjY(true));
            Operand<TFloat32> higher =
                    sum(square, abc[1], tf.train.batchMatMul(square, square, TFloat32.class), abc[2]);
            Operand<TFloat32> product = tall
                    ? tf.train.batchMatMul(x, higher, TFloat32.class)
                    : tf.train.batchMatMul(higher, x, TFloat32.class);
            x = sum(x, abc[0], product, 1);
        }
        return x;
    }

    private Operand<TFloat32> sum(Operand<TFloat32> a, double fa, Operand<TFloat32> b, double fb) {
        return tf.math.add(tf.math.mul(a, tf.constant((float) fa)), tf.math.mul(b, tf.constant((float) fb)));
    }
}
