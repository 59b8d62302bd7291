// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.serve;

import java.util.Arrays;
import java.util.List;

/**
 * How likely the model thought a token, before anything was done to sample it.
 *
 * @param token its id
 * @param logprob the logarithm of its probability
 * @param top the likeliest tokens with theirs, likeliest first; as many as were asked for
 */
record TokenLogprob(int token, double logprob, List<TokenLogprob> top) {

    TokenLogprob {
        top = List.copyOf(top);
    }

    /**
     * Of a token that was drawn.
     *
     * @param logits of all tokens, as the model gave them
     * @param count how many of the likeliest
     */
    static TokenLogprob of(int token, float[] logits, int count) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            greatest = Math.max(greatest, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - greatest);
        }
        double norm = greatest + Math.log(sum);
        int[] likeliest = likeliest(logits, count);
        List<TokenLogprob> top = Arrays.stream(likeliest)
                .mapToObj(id -> new TokenLogprob(id, logits[id] - norm, List.of()))
                .toList();
        return new TokenLogprob(token, logits[token] - norm, top);
    }

    /** By insertion: there are 20 at most. */
    private static int[] likeliest(float[] logits, int count) {
        int[] ids = new int[Math.min(count, logits.length)];
        int found = 0;
        for (int id = 0; id < logits.length; id++) {
            if (found < ids.length || ids.length > 0 && logits[id] > logits[ids[found - 1]]) {
                int place = found < ids.length ? found++ : found - 1;
                while (place > 0 && logits[ids[place - 1]] < logits[id]) {
                    ids[place] = ids[place - 1];
                    place--;
                }
                ids[place] = id;
            }
        }
        return ids;
    }
}
