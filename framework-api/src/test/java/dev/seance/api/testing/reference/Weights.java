// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.testing.reference;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A model's tensors on a tape. A tensor lies there as a matrix of its last size in columns and all others in rows;
 * layers are stacked, so one layer's matrix is a stretch of rows.
 */
final class Weights {
    private final Tape tape;
    private final Map<String, Node> nodes = new LinkedHashMap<>();

    Weights(Tape tape, Map<String, Matrix> tensors) {
        this.tape = tape;
        tensors.forEach((name, tensor) -> nodes.put(name, new Node(tensor)));
    }

    Node whole(String name) {
        Node node = nodes.get(name);
        if (node == null) {
            throw new IllegalArgumentException("no tensor '" + name + "' among " + nodes.keySet());
        }
        return node;
    }

    /** Part {@code index} of a tensor that is a stack of {@code parts}. */
    Node part(String name, int index, int parts) {
        Node all = whole(name);
        int rows = all.rows() / parts;
        return tape.rows(all, IntStream.range(index * rows, (index + 1) * rows).toArray());
    }

    /** One number of a tensor of one dimension. */
    Node number(String name, int index) {
        return tape.columns(whole(name), index, 1);
    }

    /** The slopes of all tensors, once the tape was differentiated. */
    Map<String, Matrix> slopes() {
        Map<String, Matrix> slopes = new LinkedHashMap<>();
        nodes.forEach((name, node) -> slopes.put(name, node.slope()));
        return slopes;
    }
}
