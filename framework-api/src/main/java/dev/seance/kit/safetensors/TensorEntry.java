// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.safetensors;

import dev.seance.api.model.ModelTensor;
import java.util.List;
import java.util.Objects;

/**
 * A named tensor of a safetensors file, without its numbers.
 *
 * @param name unique in its file
 * @param type the number format
 * @param shape the sizes, outermost first; empty for a scalar
 */
public record TensorEntry(String name, TensorType type, List<Long> shape) {

    public TensorEntry {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        shape = List.copyOf(shape);
        if (shape.stream().anyMatch(size -> size < 0)) {
            throw new IllegalArgumentException("tensor " + name + " has the shape " + shape);
        }
        try {
            Math.multiplyExact(product(shape), type.bytes());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("tensor " + name + " of the shape " + shape + " is too large", e);
        }
    }

    /** An fp32 tensor. */
    public static TensorEntry f32(String name, List<Long> shape) {
        return new TensorEntry(name, TensorType.F32, shape);
    }

    /** A weight of a model as a checkpoint has it, in fp32. */
    public static TensorEntry of(ModelTensor tensor) {
        return f32(tensor.name(), tensor.shape());
    }

    public long elements() {
        return product(shape);
    }

    private static long product(List<Long> shape) {
        return shape.contains(0L) ? 0 : shape.stream().reduce(1L, Math::multiplyExact);
    }

    public long byteSize() {
        return elements() * type.bytes();
    }
}
