// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.tensorflow;

import dev.seance.api.model.ModelConfig;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** A family's computation as a graph: what is special about it. An instance has no state. */
interface Architecture {

    /** Those that there are, by the family's name. */
    Map<String, Architecture> ALL = Map.of("llama", new LlamaGraph(), "nanochat", new NanochatGraph());

    static Set<String> names() {
        return ALL.keySet();
    }

    static Optional<Architecture> of(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    /** Base of the rotary angles. */
    double ropeBase();

    /** 1 where halves (a, b) of a head become (a cos - b sin, b cos + a sin); -1 where they rotate the other way. */
    int ropeDirection();

    /** What products of queries and keys are multiplied by. */
    double scoreScale(ModelConfig config);

    /** From the tokens of a pass [B, T] to the states that the head sees, [N, D]. */
    Operand<TFloat32> states(Pass pass);

    /** From states [n, D] to logits [n, V]. */
    Operand<TFloat32> logits(Weights weights, ModelConfig config, Operand<TFloat32> states);

    /** How fresh weights of a tensor are drawn. */
    Draw initial(ModelConfig config, String tensor);

    /** The numbers of a fresh tensor, one after the other. */
    @FunctionalInterface
    interface Draw {
        /** @param index in the tensor, from 0 */
        double next(Random random, long index);

        static Draw normal(double deviation) {
            return (random, index) -> deviation * random.nextGaussian();
        }

        static Draw uniform(double from, double to) {
            return (random, index) -> from + (to - from) * random.nextDouble();
        }

        static Draw constant(double number) {
            return (random, index) -> number;
        }
    }
}
