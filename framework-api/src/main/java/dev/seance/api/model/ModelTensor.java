// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A tensor that a model learns.
 *
 * @param name what it is called in a checkpoint
 * @param shape the sizes, outermost first
 * @param group what it is for
 */
public record ModelTensor(String name, List<Long> shape, ParameterGroup group) {

    public ModelTensor {
        Objects.requireNonNull(name, "name");
        shape = List.copyOf(shape);
        Objects.requireNonNull(group, "group");
    }

    static ModelTensor of(ParameterGroup group, String name, long... shape) {
        return new ModelTensor(name, Arrays.stream(shape).boxed().toList(), group);
    }

    /** How many numbers it holds. */
    public long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }
}
