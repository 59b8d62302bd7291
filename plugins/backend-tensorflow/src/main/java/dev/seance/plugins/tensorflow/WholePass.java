// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.tensorflow;

import dev.seance.api.model.ModelConfig;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** A pass over rows from their first token on, each of which sees its own. */
final class WholePass extends Pass {

    WholePass(Weights weights, ModelConfig config, Architecture architecture, Operand<TInt32> tokens) {
        super(weights, config, architecture, tokens, places(weights.tf(), tokens));
    }

    /** 0 ... T - 1, [1, T]. */
    private static Operand<TInt32> places(Ops tf, Operand<TInt32> tokens) {
        Operand<TInt32> length = tf.reshape(tf.slice(tf.shape(tokens), tf.array(1), tf.array(1)), tf.array(new int[0]));
        return tf.expandDims(tf.range(tf.constant(0), length, tf.constant(1)), tf.constant(0));
    }

    @Override
    Operand<TFloat32> seen(String kind, int layer, Operand<TFloat32> own) {
        return tf().linalg.transpose(own, tf().array(0, 2, 1, 3));
    }

    @Override
    Operand<TInt32> seenPositions() {
        return positions();
    }

    @Override
    Operand<TFloat32> before(Operand<TFloat32> x) {
        return tf().zerosLike(tf().slice(x, tf().array(0, 0, 0), tf().array(-1, 1, -1)));
    }
}
