// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.train.BatchMatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A peer for {@code seance bench train --precision fp32}: one training step (forward, backward, Adam) of a GPT of the same
 * matrices in TensorFlow Java's graph mode, in turns with a large matrix product.
 *
 * <p>Arguments: layers width headWidth vocabulary context rows steps.
 */
public final class TensorFlowStep {
    private final Ops tf;
    private final int layers;
    private final int width;
    private final int headWidth;
    private final int vocabulary;
    private final int context;
    private final int rows;
    private final List<Variable<TFloat32>> weights = new ArrayList<>();
    private final List<Operand<?>> initial = new ArrayList<>();

    private TensorFlowStep(Ops tf, int[] n) {
        this.tf = tf;
        layers = n[0];
        width = n[1];
        headWidth = n[2];
        vocabulary = n[3];
        context = n[4];
        rows = n[5];
    }

    private Operand<TFloat32> weight(double deviation, long... sizes) {
        Variable<TFloat32> w = tf.variable(Shape.of(sizes), TFloat32.class);
        weights.add(w);
        initial.add(tf.assign(
                w, tf.math.mul(tf.random.randomStandardNormal(tf.constant(sizes), TFloat32.class), tf.constant((float) deviation))));
        return w;
    }

    private Operand<TFloat32> norm(Operand<TFloat32> x) {
        Operand<TFloat32> mean = tf.math.mean(tf.math.square(x), tf.constant(-1), org.tensorflow.op.math.Mean.keepDims(true));
        return tf.math.mul(x, tf.math.rsqrt(tf.math.add(mean, tf.constant(1e-6f))));
    }

    private Operand<TFloat32> linear(Operand<TFloat32> x, Operand<TFloat32> w) {
        return tf.linalg.matMul(x, w);
    }

    private Operand<TFloat32> heads(Operand<TFloat32> x) {
        Operand<TFloat32> split = tf.reshape(x, tf.array(rows, context, width / headWidth, headWidth));
        return tf.linalg.transpose(split, tf.array(0, 2, 1, 3));
    }

    private Operand<TFloat32> rotate(Operand<TFloat32> x, Operand<TFloat32> cos, Operand<TFloat32> sin) {
        int half = headWidth / 2;
        int h = width / headWidth;
        Operand<TFloat32> a = tf.slice(x, tf.array(0, 0, 0, 0), tf.array(rows, h, context, half));
        Operand<TFloat32> b = tf.slice(x, tf.array(0, 0, 0, half), tf.array(rows, h, context, half));
        return tf.concat(List.of(
                tf.math.add(tf.math.mul(a, cos), tf.math.mul(b, sin)),
                tf.math.sub(tf.math.mul(b, cos), tf.math.mul(a, sin))), tf.constant(3));
    }

    private Operand<TFloat32> loss(Operand<TInt32> tokens, Operand<TInt32> targets) {
        float[][] c = new float[context][headWidth / 2];
        float[][] s = new float[context][headWidth / 2];
        float[][] m = new float[context][context];
        for (int t = 0; t < context; t++) {
            for (int k = 0; k < headWidth / 2; k++) {
                double angle = t * Math.pow(100_000, -2.0 * k / headWidth);
                c[t][k] = (float) Math.cos(angle);
                s[t][k] = (float) Math.sin(angle);
            }
            for (int u = t + 1; u < context; u++) {
                m[t][u] = -1e9f;
            }
        }
        Operand<TFloat32> cos = tf.constant(StdArrays.ndCopyOf(c));
        Operand<TFloat32> sin = tf.constant(StdArrays.ndCopyOf(s));
        Operand<TFloat32> mask = tf.constant(StdArrays.ndCopyOf(m));
        double d = 1 / Math.sqrt(width);
        Operand<TFloat32> x = norm(tf.gather(weight(1, vocabulary, width), tf.reshape(tokens, tf.array(-1)), tf.constant(0)));
        for (int i = 0; i < layers; i++) {
            Operand<TFloat32> n = norm(x);
            Operand<TFloat32> q = norm(rotate(heads(linear(n, weight(d, width, width))), cos, sin));
            Operand<TFloat32> k = norm(rotate(heads(linear(n, weight(d, width, width))), cos, sin));
            Operand<TFloat32> v = heads(linear(n, weight(d, width, width)));
            Operand<TFloat32> scores = tf.math.mul(
                    tf.train.batchMatMul(q, k, TFloat32.class, BatchMatMul.adjY(true)),
                    tf.constant((float) (1 / Math.sqrt(headWidth))));
            Operand<TFloat32> p = tf.nn.softmax(tf.math.add(scores, mask));
            Operand<TFloat32> y = tf.linalg.transpose(tf.train.batchMatMul(p, v, TFloat32.class), tf.array(0, 2, 1, 3));
            x = tf.math.add(x, linear(tf.reshape(y, tf.array(-1, width)), weight(0.1 * d, width, width)));
            Operand<TFloat32> inner = tf.math.square(tf.nn.relu(linear(norm(x), weight(d, width, 4 * width))));
            x = tf.math.add(x, linear(inner, weight(0.1 * d, 4 * width, width)));
        }
        Operand<TFloat32> z = linear(norm(x), weight(0.001, width, vocabulary));
        Operand<TFloat32> capped = tf.math.mul(tf.math.tanh(tf.math.mul(z, tf.constant(1 / 15f))), tf.constant(15f));
        Operand<TFloat32> wanted =
                tf.oneHot(tf.reshape(targets, tf.array(-1)), tf.constant(vocabulary), tf.constant(1f), tf.constant(0f));
        Operand<TFloat32> logs = tf.nn.logSoftmax(capped);
        return tf.math.neg(tf.math.div(
                tf.reduceSum(tf.math.mul(wanted, logs), tf.array(0, 1)), tf.constant((float) (rows * context))));
    }

    public static void main(String[] args) {
        int[] n = java.util.Arrays.stream(args).mapToInt(Integer::parseInt).toArray();
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            TensorFlowStep model = new TensorFlowStep(tf, n);
            Placeholder<TInt32> tokens = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(n[5], n[4])));
            Placeholder<TInt32> targets = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(n[5], n[4])));
            Operand<TFloat32> loss = model.loss(tokens, targets);
            Gradients gradients = Gradients.create(tf.scope(), List.of(loss), model.weights);
            List<Operand<?>> updates = new ArrayList<>();
            for (int i = 0; i < model.weights.size(); i++) {
                Variable<TFloat32> w = model.weights.get(i);
                Variable<TFloat32> m = tf.variable(w.asOutput().shape(), TFloat32.class);
                Variable<TFloat32> v = tf.variable(w.asOutput().shape(), TFloat32.class);
                Operand<TFloat32> zeros = tf.zeros(tf.constant(w.asOutput().shape().asArray()), TFloat32.class);
                model.initial.add(tf.assign(m, zeros));
                model.initial.add(tf.assign(v, zeros));
                updates.add(tf.train.applyAdam(w, m, v, tf.constant(0.9f), tf.constant(0.95f), tf.constant(0.001f),
                        tf.constant(0.9f), tf.constant(0.95f), tf.constant(1e-10f), gradients.<TFloat32>dy(i)));
            }
            Operand<TFloat32> a = tf.variable(Shape.of(2048, 2048), TFloat32.class);
            model.initial.add(tf.assign(a, tf.random.randomUniform(tf.constant(new long[] {2048, 2048}), TFloat32.class)));
            Operand<TFloat32> product = tf.reduceSum(tf.linalg.matMul(a, a), tf.array(0, 1));
            double matrices = 12.0 * n[0] * n[1] * n[1] + (double) n[3] * n[1];
            double flops = (6 * matrices + 12.0 * n[0] * n[1] * n[4]) * n[4] * n[5];
            try (Session session = new Session(graph)) {
                Session.Runner init = session.runner();
                model.initial.forEach(init::addTarget);
                init.run().close();
                Random random = new Random(1);
                double[] steps = new double[n[6]];
                double[] peaks = new double[n[6]];
                float last = 0;
                for (int step = -3; step < n[6]; step++) {
                    int[][] ids = new int[n[5]][n[4]];
                    for (int[] row : ids) {
                        java.util.Arrays.setAll(row, i -> random.nextInt(n[3]));
                    }
                    long begin = System.nanoTime();
                    try (TInt32 in = TInt32.tensorOf(StdArrays.ndCopyOf(ids))) {
                        Session.Runner run = session.runner().feed(tokens, in).feed(targets, in).fetch(loss);
                        updates.forEach(run::addTarget);
                        try (Result result = run.run()) {
                            last = ((TFloat32) result.get(0)).getFloat();
                        }
                    }
                    long middle = System.nanoTime();
                    session.runner().fetch(product).run().close();
                    long end = System.nanoTime();
                    if (step >= 0) {
                        steps[step] = flops / (middle - begin);
                        peaks[step] = 2.0 * 2048 * 2048 * 2048 / (end - middle);
                    }
                }
                java.util.Arrays.sort(steps);
                java.util.Arrays.sort(peaks);
                System.out.printf("step %.0f GFLOP/s, product %.0f GFLOP/s, ratio %.2f, loss %.3f%n",
                        steps[n[6] / 2], peaks[n[6] / 2], steps[n[6] / 2] / peaks[n[6] / 2], last);
            }
        }
    }
}
