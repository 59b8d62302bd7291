// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.tensorflow;

import dev.seance.api.model.ModelConfig;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The nanochat model of March 2026: RMSNorm without weights, rotary positions, normalized queries and keys, relu squared
 * (https://arxiv.org/abs/2109.08668), logits capped by a tanh, value embeddings (https://arxiv.org/abs/2410.17897), scales
 * of the residual stream and the embedded tokens in every layer, embeddings smeared over neighbours, the middle layer
 * subtracted at the end.
 *
 * <p>Dimensions: N tokens of all rows, D width, H heads, G heads of keys and values, K width of a head, F inner width, M
 * layers with value embeddings.
 */
final class NanochatGraph implements Architecture {
    private static final float CAP = 15;

    /** Gates of value embeddings range from 0 to this. */
    private static final float GATE_RANGE = 3;

    /** Keeps a row of zeros finite; rows start as an embedding, so that there is none. */
    private static final double NO_EPSILON = 0;

    @Override
    public double ropeBase() {
        return 100_000;
    }

    @Override
    public int ropeDirection() {
        return -1;
    }

    /** Queries and keys have unit mean square; each is taken 1.2 times for sharper attention. */
    @Override
    public double scoreScale(ModelConfig config) {
        return 1.2 * 1.2 / Math.sqrt(config.headWidth());
    }

    @Override
    public Operand<TFloat32> states(Pass pass) {
        Ops tf = pass.tf();
        ModelConfig config = pass.config();
        Weights weights = pass.weights();
        Operand<TInt32> flat = tf.reshape(pass.tokens(), tf.array(-1));
        Operand<TFloat32> row = tf.gather(weights.whole("embedding"), flat, tf.constant(0));
        Operand<TFloat32> first = smear(pass, pass.norm(row, NO_EPSILON)); // [N, D]
        List<Operand<TFloat32>> tables = valueEmbeddings(pass, flat);
        Operand<TFloat32> x = first;
        Operand<TFloat32> middle = first;
        for (int layer = 0; layer < config.layers(); layer++) {
            x = tf.math.add(
                    tf.math.mul(x, weights.layer("resid_lambdas", layer)),
                    tf.math.mul(first, weights.layer("x0_lambdas", layer)));
            x = tf.math.add(x, attention(pass, layer, pass.norm(x, NO_EPSILON), tables));
            x = tf.math.add(x, mlp(pass, layer, pass.norm(x, NO_EPSILON)));
            if (layer == config.layers() / 2) {
                middle = x;
            }
        }
        x = tf.math.sub(x, tf.math.mul(middle, weights.whole("backout_lambda")));
        return pass.norm(x, NO_EPSILON);
    }

    /** Adds to each token of x [N, D] some of the one before it, by a gate that reads some of its own channels. */
    private static Operand<TFloat32> smear(Pass pass, Operand<TFloat32> x) {
        Ops tf = pass.tf();
        Weights weights = pass.weights();
        int channels =
                Math.toIntExact(weights.whole("smear_gate").asOutput().shape().get(0));
        Operand<TFloat32> gate = tf.reshape(weights.whole("smear_gate"), tf.array(1, channels));
        Operand<TFloat32> opening = tf.math.sigmoid(pass.linear(pass.columns(x, 0, channels), gate)); // [N, 1]
        Operand<TFloat32> share = tf.math.mul(opening, weights.whole("smear_lambda"));
        Operand<TFloat32> rows = tf.reshape(
                x,
                tf.concat(
                        List.<Operand<TInt32>>of(
                                tf.shape(pass.tokens()), tf.array(pass.config().width())),
                        tf.constant(0))); // [B, T, D]
        Operand<TInt32> kept = tf.math.sub(tf.shape(rows), tf.array(0, 1, 0));
        Operand<TFloat32> shifted =
                tf.concat(List.of(pass.before(rows), tf.slice(rows, tf.array(0, 0, 0), kept)), tf.constant(1));
        return tf.math.add(
                x,
                tf.math.mul(
                        share, tf.reshape(shifted, tf.array(-1, pass.config().width()))));
    }

    private static boolean hasValues(ModelConfig config, int layer) {
        return layer % 2 == (config.layers() - 1) % 2;
    }

    /** The tokens' rows of the M tables, each [N, G K]. They are looked up in all tables at once, as one. */
    private static List<Operand<TFloat32>> valueEmbeddings(Pass pass, Operand<TInt32> tokens) {
        Ops tf = pass.tf();
        int tables = (pass.config().layers() + 1) / 2;
        int width = pass.config().dimensions().kvWidth();
        List<Operand<TInt32>> places = new ArrayList<>();
        for (int table = 0; table < tables; table++) {
            places.add(tf.math.add(tokens, tf.constant(table * pass.config().vocabularySize())));
        }
        Operand<TFloat32> all = tf.reshape(pass.weights().whole("value_embeddings"), tf.array(-1, width));
        Operand<TFloat32> rows = tf.gather(all, tf.stack(places), tf.constant(0)); // [M, N, G K]
        return tf.unstack(rows, (long) tables).output().stream()
                .map(output -> (Operand<TFloat32>) output)
                .toList();
    }

    private static Operand<TFloat32> attention(
            Pass pass, int layer, Operand<TFloat32> x, List<Operand<TFloat32>> tables) {
        Ops tf = pass.tf();
        ModelConfig config = pass.config();
        int kvWidth = config.dimensions().kvWidth();
        int headWidth = config.headWidth();
        Operand<TFloat32> qkv = pass.linear(x, pass.weights().layer("attention_qkv", layer)); // [N, (H + 2 G) K]
        Operand<TFloat32> queries = pass.split(pass.columns(qkv, 0, config.width()), config.heads(), headWidth);
        Operand<TFloat32> keys = pass.split(pass.columns(qkv, config.width(), kvWidth), config.kvHeads(), headWidth);
        Operand<TFloat32> values =
                pass.split(pass.columns(qkv, config.width() + kvWidth, kvWidth), config.kvHeads(), headWidth);
        if (hasValues(config, layer)) {
            Operand<TFloat32> gates = pass.weights().layer("value_gates", layer / 2); // [G, channels]
            int channels = Math.toIntExact(
                    pass.weights().whole("value_gates").asOutput().shape().get(2));
            Operand<TFloat32> gate = tf.math.mul(
                    tf.math.sigmoid(pass.linear(pass.columns(x, 0, channels), gates)),
                    tf.constant(GATE_RANGE)); // [N, G]
            values = tf.math.add(
                    values,
                    tf.math.mul(
                            pass.split(gate, config.kvHeads(), 1),
                            pass.split(tables.get(layer / 2), config.kvHeads(), headWidth)));
        }
        Operand<TFloat32> y = pass.attend(
                layer,
                pass.rotate(pass.norm(queries, NO_EPSILON), config.heads()),
                pass.rotate(pass.norm(keys, NO_EPSILON), config.kvHeads()),
                values);
        return pass.linear(y, pass.weights().layer("attention_out", layer));
    }

    private static Operand<TFloat32> mlp(Pass pass, int layer, Operand<TFloat32> x) {
        Ops tf = pass.tf();
        Operand<TFloat32> inner =
                tf.math.square(tf.nn.relu(pass.linear(x, pass.weights().layer("mlp_in", layer)))); // [N, F]
        return pass.linear(inner, pass.weights().layer("mlp_out", layer));
    }

    @Override
    public Operand<TFloat32> logits(Weights weights, ModelConfig config, Operand<TFloat32> states) {
        Ops tf = weights.tf();
        Operand<TFloat32> z = tf.linalg.matMul(states, weights.whole("head"), MatMul.transposeB(true));
        return tf.math.mul(tf.math.tanh(tf.math.mul(z, tf.constant(1 / CAP))), tf.constant(CAP));
    }

    /**
     * As nanochat's: matrices uniform with deviation 1 / sqrt(D), less for the MLP, both projections into the residual stream
     * zero, gates slightly open, no smear at first, the head so small that the first loss is ln V.
     */
    @Override
    public Draw initial(ModelConfig config, String tensor) {
        double bound = Math.sqrt(3.0 / config.width());
        double last = Math.max(1, config.layers() - 1);
        return switch (tensor) {
            case "embedding" -> Draw.normal(0.8);
            case "head" -> Draw.normal(0.001);
            case "attention_qkv", "value_embeddings" -> Draw.uniform(-bound, bound);
            case "mlp_in" -> Draw.uniform(-0.4 * bound, 0.4 * bound);
            case "attention_out", "mlp_out", "smear_lambda" -> Draw.constant(0);
            case "value_gates", "smear_gate" -> Draw.uniform(0, 0.02);
            case "resid_lambdas" -> (random, layer) -> 1.15 - 0.10 * layer / last;
            case "x0_lambdas" -> (random, layer) -> 0.20 - 0.15 * layer / last;
            case "backout_lambda" -> Draw.constant(0.2);
            default -> throw new IllegalArgumentException("nanochat has no tensor '" + tensor + "'");
        };
    }
}
