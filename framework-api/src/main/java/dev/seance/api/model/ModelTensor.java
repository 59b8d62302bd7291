// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A tensor of a model's parameters.
 *
 * @param name what it is called in a checkpoint and in programs: letters, digits and underscores
 * @param shape the sizes, outermost first
 * @param role what it does, for counts
 * @param group what it is trained with
 */
public record ModelTensor(String name, List<Long> shape, ParameterRole role, ParameterGroup group) {

    public ModelTensor {
        Objects.requireNonNull(name, "name");
        shape = List.copyOf(shape);
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(group, "group");
        if (!name.matches("[a-z][a-z0-9_]*")) {
            throw new IllegalArgumentException("a tensor is named '" + name + "'");
        }
        if (shape.isEmpty() || shape.stream().anyMatch(size -> size < 1)) {
            throw new IllegalArgumentException("tensor '" + name + "' has the shape " + shape);
        }
    }

    public static ModelTensor of(String name, ParameterRole role, ParameterGroup group, long... shape) {
        return new ModelTensor(name, Arrays.stream(shape).boxed().toList(), role, group);
    }

    /** How many numbers it holds. */
    public long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }
}
