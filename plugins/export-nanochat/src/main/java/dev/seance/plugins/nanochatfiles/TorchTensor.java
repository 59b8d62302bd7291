// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.nanochatfiles;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * A tensor of a file of {@code torch.save}, without its numbers. Its rows lie one after the other.
 *
 * @param name in the state dictionary; "" of a file that is one tensor
 * @param type the number format
 * @param shape the sizes, outermost first
 */
record TorchTensor(String name, TorchType type, List<Long> shape) {

    TorchTensor {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        shape = List.copyOf(shape);
    }

    /** @throws ArithmeticException when there are more than a {@code long} counts */
    long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    long byteSize() {
        return Math.multiplyExact(elements(), type.bytes());
    }

    /** How many numbers apart neighbours are, in each direction. */
    List<Long> strides() {
        List<Long> strides = new ArrayList<>();
        long apart = 1;
        for (int i = shape.size() - 1; i >= 0; i--) {
            strides.add(apart);
            apart *= Math.max(1, shape.get(i));
        }
        Collections.reverse(strides);
        return strides;
    }
}
