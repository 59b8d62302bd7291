// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.tensorflow;

import dev.seance.api.model.ModelConfig;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;

/**
 * The design of Llama 2 (https://arxiv.org/abs/2307.09288): RMSNorm with weights, rotary positions, causal attention whose
 * queries may share keys and values, SwiGLU (https://arxiv.org/abs/2002.05202), no biases, a head that may be the embedding.
 *
 * <p>Dimensions: N tokens of all rows, D width, H heads, G heads of keys and values, K width of a head, F inner width.
 */
final class LlamaGraph implements Architecture {
    private static final double EPSILON = 1e-5;
    private static final double DEVIATION = 0.02;

    @Override
    public double ropeBase() {
        return 10_000;
    }

    @Override
    public int ropeDirection() {
        return 1;
    }

    @Override
    public double scoreScale(ModelConfig config) {
        return 1 / Math.sqrt(config.headWidth());
    }

    @Override
    public Operand<TFloat32> states(Pass pass) {
        Ops tf = pass.tf();
        Operand<TFloat32> x = tf.gather(
                pass.weights().whole("embedding"), tf.reshape(pass.tokens(), tf.array(-1)), tf.constant(0)); // [N, D]
        for (int layer = 0; layer < pass.config().layers(); layer++) {
            x = tf.math.add(
                    x, attention(pass, layer, norm(pass, x, pass.weights().layer("attention_norm", layer))));
            x = tf.math.add(x, mlp(pass, layer, norm(pass, x, pass.weights().layer("mlp_norm", layer))));
        }
        return norm(pass, x, pass.weights().whole("final_norm"));
    }

    private static Operand<TFloat32> norm(Pass pass, Operand<TFloat32> x, Operand<TFloat32> weight) {
        return pass.tf().math.mul(pass.norm(x, EPSILON), weight);
    }

    private static Operand<TFloat32> attention(Pass pass, int layer, Operand<TFloat32> x) {
        ModelConfig config = pass.config();
        int kvWidth = config.dimensions().kvWidth();
        int headWidth = config.headWidth();
        Operand<TFloat32> qkv = pass.linear(x, pass.weights().layer("attention_qkv", layer)); // [N, (H + 2 G) K]
        Operand<TFloat32> queries = pass.split(pass.columns(qkv, 0, config.width()), config.heads(), headWidth);
        Operand<TFloat32> keys = pass.split(pass.columns(qkv, config.width(), kvWidth), config.kvHeads(), headWidth);
        Operand<TFloat32> values =
                pass.split(pass.columns(qkv, config.width() + kvWidth, kvWidth), config.kvHeads(), headWidth);
        Operand<TFloat32> y =
                pass.attend(layer, pass.rotate(queries, config.heads()), pass.rotate(keys, config.kvHeads()), values);
        return pass.linear(y, pass.weights().layer("attention_out", layer));
    }

    private static Operand<TFloat32> mlp(Pass pass, int layer, Operand<TFloat32> x) {
        Ops tf = pass.tf();
        Operand<TFloat32> gate = pass.linear(x, pass.weights().layer("mlp_gate", layer)); // [N, F]
        Operand<TFloat32> open = tf.math.mul(gate, tf.math.sigmoid(gate));
        Operand<TFloat32> inner =
                tf.math.mul(open, pass.linear(x, pass.weights().layer("mlp_in", layer)));
        return pass.linear(inner, pass.weights().layer("mlp_out", layer));
    }

    @Override
    public Operand<TFloat32> logits(Weights weights, ModelConfig config, Operand<TFloat32> states) {
        Operand<TFloat32> head = weights.whole(config.tied() ? "embedding" : "head");
        return weights.tf().linalg.matMul(states, head, MatMul.transposeB(true));
    }

    /** Normal with deviation 0.02, less for the projections into the residual stream, which 2 L of them add to (GPT-2). */
    @Override
    public Draw initial(ModelConfig config, String tensor) {
        return switch (tensor) {
            case "attention_out", "mlp_out" -> Draw.normal(DEVIATION / Math.sqrt(2.0 * config.layers()));
            case "attention_norm", "mlp_norm", "final_norm" -> Draw.constant(1);
            default -> Draw.normal(DEVIATION);
        };
    }
}
