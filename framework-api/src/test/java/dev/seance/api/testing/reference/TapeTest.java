// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.testing.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seance.api.model.TokenBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Every operation's slopes are the differences of its values, in seeded random cases. */
class TapeTest {
    private static final int CASES = 20;

    @Test
    void algebra() {
        law((tape, a) -> tape.plus(a.get(0), a.get(1)), 3, 4, 3, 4);
        law((tape, a) -> tape.plus(a.get(0), a.get(0)), 3, 4);
        law((tape, a) -> tape.times(a.get(0), -1.7), 3, 4);
        law((tape, a) -> tape.times(a.get(0), a.get(1)), 3, 4, 4, 2);
        law((tape, a) -> tape.times(a.get(0), tape.transposed(a.get(0))), 3, 4);
    }

    @Test
    void numberByNumber() {
        law((tape, a) -> tape.product(a.get(0), a.get(1)), 3, 4, 3, 4);
        law((tape, a) -> tape.product(a.get(0), a.get(1)), 3, 4, 1, 4);
        law((tape, a) -> tape.product(a.get(0), a.get(1)), 3, 4, 3, 1);
        law((tape, a) -> tape.product(a.get(0), a.get(1)), 3, 4, 1, 1);
        law((tape, a) -> tape.each(a.get(0), Math::sin, Math::cos), 3, 4);
    }

    @Test
    void taking() {
        law((tape, a) -> tape.rows(a.get(0), 2, 0, -1, 2), 3, 4);
        law((tape, a) -> tape.columns(a.get(0), 1, 2), 3, 4);
        law((tape, a) -> tape.beside(List.of(a.get(0), a.get(1), a.get(0))), 3, 4, 3, 2);
    }

    @Test
    void functions() {
        law((tape, a) -> Functions.normalised(tape, a.get(0), 0.1), 3, 4);
        law((tape, a) -> Functions.rotated(tape, a.get(0), 10, true), 5, 4);
        law((tape, a) -> Functions.rotated(tape, a.get(0), 10, false), 5, 4);
        law((tape, a) -> Functions.attention(tape, a.get(0), 2), 6, 6);
        law((tape, a) -> Functions.attention(tape, a.get(0), 6), 6, 6);
        law((tape, a) -> Functions.nats(tape, a.get(0), new int[] {4, TokenBatch.IGNORED, 0}), 3, 5);
    }

    @Test
    void attentionSeesItselfAndTheWindowBeforeIt() {
        Matrix weights =
                Functions.attention(new Tape(), new Node(Matrix.zeros(5, 5)), 2).value();
        assertThat(weights.rows(1, 1).numbers()).containsExactly(0.5, 0.5, 0, 0, 0);
        assertThat(weights.rows(4, 1).numbers()).containsExactly(0, 0, 1 / 3.0, 1 / 3.0, 1 / 3.0);
    }

    @Test
    void rotationTurnsOneWayOrTheOther() {
        Node unit = new Node(new Matrix(2, 2, new double[] {1, 0, 1, 0}));
        assertThat(Functions.rotated(new Tape(), unit, 10, false)
                        .value()
                        .rows(1, 1)
                        .numbers())
                .containsExactly(Math.cos(1), Math.sin(1));
        assertThat(Functions.rotated(new Tape(), unit, 10, true)
                        .value()
                        .rows(1, 1)
                        .numbers())
                .containsExactly(Math.cos(1), -Math.sin(1));
    }

    @Test
    void onlyANumberIsDifferentiated() {
        assertThatThrownBy(() -> new Tape().differentiate(new Node(Matrix.zeros(1, 2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("only a single number is differentiated, not a matrix of 1 x 2");
    }

    /** Of an operation on matrices of these sizes; the result is weighed at random to make one number of it. */
    private static void law(BiFunction<Tape, List<Node>, Node> operation, int... sizes) {
        for (int seed = 0; seed < CASES; seed++) {
            Random random = new Random(seed);
            List<Matrix> arguments = new ArrayList<>();
            for (int i = 0; i < sizes.length; i += 2) {
                arguments.add(random(sizes[i], sizes[i + 1], random));
            }
            Tape tape = new Tape();
            List<Node> nodes = arguments.stream().map(Node::new).toList();
            Node result = operation.apply(tape, nodes);
            Matrix weights = random(result.rows(), result.columns(), random);
            tape.differentiate(sum(tape, tape.product(result, new Node(weights))));
            for (int argument = 0; argument < arguments.size(); argument++) {
                double[] numbers = arguments.get(argument).numbers();
                for (int at = 0; at < numbers.length; at++) {
                    assertThat(nodes.get(argument).slope().numbers()[at])
                            .as("argument %d at %d, seed %d", argument, at, seed)
                            .isCloseTo(difference(operation, arguments, weights, numbers, at), within(1e-7));
                }
            }
        }
    }

    private static double difference(
            BiFunction<Tape, List<Node>, Node> operation,
            List<Matrix> arguments,
            Matrix weights,
            double[] numbers,
            int at) {
        double step = 1e-5;
        double middle = numbers[at];
        numbers[at] = middle + step;
        double above = weighed(operation, arguments, weights);
        numbers[at] = middle - step;
        double below = weighed(operation, arguments, weights);
        numbers[at] = middle;
        return (above - below) / (2 * step);
    }

    private static double weighed(
            BiFunction<Tape, List<Node>, Node> operation, List<Matrix> arguments, Matrix weights) {
        Tape tape = new Tape();
        Node result = operation.apply(tape, arguments.stream().map(Node::new).toList());
        return sum(tape, tape.product(result, new Node(weights))).value().at(0, 0);
    }

    private static Node sum(Tape tape, Node a) {
        return tape.times(tape.times(ones(1, a.rows()), a), ones(a.columns(), 1));
    }

    private static Node ones(int rows, int columns) {
        Node ones = new Node(Matrix.zeros(rows, columns));
        Arrays.fill(ones.value().numbers(), 1);
        return ones;
    }

    private static Matrix random(int rows, int columns, Random random) {
        return new Matrix(
                rows, columns, random.doubles((long) rows * columns, -2, 2).toArray());
    }
}
