// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.testing.reference;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;

/**
 * Reverse-mode differentiation over matrices (Griewank and Walther, <em>Evaluating Derivatives</em>, 2nd ed. 2008,
 * section 3.2). Every operation computes its value at once and leaves behind what to do on the way back: add to the
 * slopes of its arguments, given its own. A few operations are enough for a transformer; each is checked against
 * differences of its values in {@code TapeTest}.
 */
final class Tape {
    private final Deque<Runnable> wayBack = new ArrayDeque<>();
    private final Rounding rounding;

    Tape() {
        this(Rounding.NONE);
    }

    /** @param rounding what happens to the result of every operation, both ways */
    Tape(Rounding rounding) {
        this.rounding = rounding;
    }

    /** Puts down an operation. */
    Node record(Matrix value, Consumer<Matrix> adjoint) {
        Node node = new Node(rounding.stored(value));
        wayBack.push(() -> adjoint.accept(rounding.stored(node.slope())));
        return node;
    }

    /** Puts down an operation that moves numbers and computes none, or one that every program does in doubles. */
    Node recordExact(Matrix value, Consumer<Matrix> adjoint) {
        Node node = new Node(value);
        wayBack.push(() -> adjoint.accept(node.slope()));
        return node;
    }

    /** A sum of so many positive numbers inside an operation. */
    double sum(double sum, int terms) {
        return rounding.sum(sum, terms);
    }

    /** Goes back from a single number, once. */
    void differentiate(Node result) {
        if (result.rows() != 1 || result.columns() != 1) {
            throw new IllegalArgumentException("only a single number is differentiated, not a " + result.value());
        }
        result.slope().set(0, 0, 1);
        while (!wayBack.isEmpty()) {
            wayBack.pop().run();
        }
    }

    Node plus(Node a, Node b) {
        return record(a.value().plus(b.value()), slope -> {
            add(a, slope);
            add(b, slope);
        });
    }

    Node times(Node a, double factor) {
        return record(a.value().times(factor), slope -> add(a, slope.times(factor)));
    }

    /** The matrix product. */
    Node times(Node a, Node b) {
        // A product is rounded as such, and what comes back to it once, by the record.
        return recordExact(rounding.product(a.value(), b.value()), slope -> {
            Matrix rounded = rounding.stored(slope);
            add(a, rounding.product(rounded, b.value().transposed()));
            add(b, rounding.product(a.value().transposed(), rounded));
        });
    }

    /** What is about to be multiplied with weights. */
    Node rows(Node a) {
        return recordExact(rounding.rows(a.value()), slope -> add(a, slope));
    }

    Node transposed(Node a) {
        return recordExact(a.value().transposed(), slope -> add(a, slope.transposed()));
    }

    /** Number by number; a single row, column or number of {@code b} goes for all of {@code a}. */
    Node product(Node a, Node b) {
        Matrix value = Matrix.zeros(a.rows(), a.columns());
        for (int i = 0; i < a.rows(); i++) {
            for (int j = 0; j < a.columns(); j++) {
                value.set(i, j, a.value().at(i, j) * b.value().at(shared(i, b.rows()), shared(j, b.columns())));
            }
        }
        return record(value, slope -> {
            for (int i = 0; i < a.rows(); i++) {
                for (int j = 0; j < a.columns(); j++) {
                    int row = shared(i, b.rows());
                    int column = shared(j, b.columns());
                    a.slope().add(i, j, slope.at(i, j) * b.value().at(row, column));
                    b.slope().add(row, column, slope.at(i, j) * a.value().at(i, j));
                }
            }
        });
    }

    private static int shared(int index, int size) {
        return size == 1 ? 0 : index;
    }

    /** A function of each number, and its derivative. */
    Node each(Node a, DoubleUnaryOperator function, DoubleUnaryOperator derivative) {
        Matrix value = a.value().copy();
        for (int i = 0; i < value.numbers().length; i++) {
            value.numbers()[i] = function.applyAsDouble(value.numbers()[i]);
        }
        return record(value, slope -> {
            for (int i = 0; i < value.numbers().length; i++) {
                a.slope().numbers()[i] +=
                        slope.numbers()[i] * derivative.applyAsDouble(a.value().numbers()[i]);
            }
        });
    }

    /** The named rows, in this order, a row as often as it is named; zeros for a negative name. */
    Node rows(Node a, int... names) {
        Matrix value = Matrix.zeros(names.length, a.columns());
        for (int i = 0; i < names.length; i++) {
            for (int j = 0; j < a.columns() && names[i] >= 0; j++) {
                value.set(i, j, a.value().at(names[i], j));
            }
        }
        return recordExact(value, slope -> {
            for (int i = 0; i < names.length; i++) {
                for (int j = 0; j < a.columns() && names[i] >= 0; j++) {
                    a.slope().add(names[i], j, slope.at(i, j));
                }
            }
        });
    }

    /** Neighbouring columns. */
    Node columns(Node a, int from, int count) {
        Matrix value = Matrix.zeros(a.rows(), count);
        for (int i = 0; i < a.rows(); i++) {
            for (int j = 0; j < count; j++) {
                value.set(i, j, a.value().at(i, from + j));
            }
        }
        return recordExact(value, slope -> {
            for (int i = 0; i < a.rows(); i++) {
                for (int j = 0; j < count; j++) {
                    a.slope().add(i, from + j, slope.at(i, j));
                }
            }
        });
    }

    /** Matrices of as many rows, side by side. */
    Node beside(List<Node> parts) {
        Matrix value = Matrix.zeros(
                parts.get(0).rows(), parts.stream().mapToInt(Node::columns).sum());
        int from = 0;
        for (Node part : parts) {
            for (int i = 0; i < value.rows(); i++) {
                for (int j = 0; j < part.columns(); j++) {
                    value.set(i, from + j, part.value().at(i, j));
                }
            }
            from += part.columns();
        }
        return recordExact(value, slope -> {
            int at = 0;
            for (Node part : parts) {
                for (int i = 0; i < value.rows(); i++) {
                    for (int j = 0; j < part.columns(); j++) {
                        part.slope().add(i, j, slope.at(i, at + j));
                    }
                }
                at += part.columns();
            }
        });
    }

    private static void add(Node node, Matrix more) {
        double[] slope = node.slope().numbers();
        for (int i = 0; i < slope.length; i++) {
            slope[i] += more.numbers()[i];
        }
    }
}
