// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.tensorflow;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * A model's tensors in its graph. Those of the layers are stacks, taken apart once: the derivative of that is putting
 * together again, where slicing would have a stack of zeros for each layer.
 */
final class Weights {
    private final Engine engine;
    private final Map<String, List<Operand<TFloat32>>> layers = new HashMap<>();

    Weights(Engine engine) {
        this.engine = engine;
    }

    Ops tf() {
        return engine.tf();
    }

    Operand<TFloat32> whole(String name) {
        return engine.variable(name);
    }

    /** One layer's part of a stack. */
    Operand<TFloat32> layer(String name, int index) {
        return layers.computeIfAbsent(name, unknown -> {
                    Operand<TFloat32> stack = whole(name);
                    long parts = stack.asOutput().shape().get(0);
                    return tf().unstack(stack, parts).output().stream()
                            .map(output -> (Operand<TFloat32>) output)
                            .toList();
                })
                .get(index);
    }
}
