// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.testing.reference;

import dev.seance.api.model.ModelConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Causal attention head by head, with {@code heads / kvHeads} neighbouring heads of queries to one of keys and values
 * (Ainslie et al. 2023).
 */
final class AttentionReference {
    private AttentionReference() {}

    /**
     * Mixes the values of a sequence.
     *
     * @param queries {@code [T, heads * headWidth]}
     * @param keys {@code [T, kvHeads * headWidth]}
     * @param values the same
     * @param placed what is done to each head of queries and keys: positions, norm
     * @param window how many tokens before itself a token sees
     * @return {@code [T, heads * headWidth]}
     */
    static Node mixed(
            Tape tape,
            ModelConfig shape,
            Node queries,
            Node keys,
            Node values,
            UnaryOperator<Node> placed,
            int window) {
        int width = shape.headWidth();
        List<Node> heads = new ArrayList<>();
        for (int head = 0; head < shape.heads(); head++) {
            int kv = head / (shape.heads() / shape.kvHeads());
            Node query = placed.apply(tape.columns(queries, head * width, width));
            Node key = placed.apply(tape.columns(keys, kv * width, width));
            Node scores = tape.times(tape.times(query, tape.transposed(key)), 1 / Math.sqrt(width));
            Node value = tape.columns(values, kv * width, width);
            heads.add(tape.times(Functions.attention(tape, scores, window), value));
        }
        return tape.beside(heads);
    }
}
