// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.testing.reference;

/** A value on a {@link Tape}, and how fast the result changes with it. */
final class Node {
    private final Matrix value;
    private final Matrix slope;

    Node(Matrix value) {
        this.value = value;
        this.slope = Matrix.zeros(value.rows(), value.columns());
    }

    Matrix value() {
        return value;
    }

    /** The derivative of the tape's result by each number; filled by {@link Tape#differentiate}. */
    Matrix slope() {
        return slope;
    }

    int rows() {
        return value.rows();
    }

    int columns() {
        return value.columns();
    }
}
