// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Writes on from a prompt, token by token: temperature, top-k, and the repetition penalty of Keskar et al. (CTRL, 2019:
 * positive logits of recent tokens are divided by the penalty, negative ones multiplied). The same seed, model and
 * prompt give the same text. Not thread-safe.
 */
public final class Generator {

    private final LanguageModel model;
    private final Sampling sampling;
    private final Set<Integer> banned;
    private final Random random;
    private final float[] logits;

    /**
     * @param banned tokens that are never drawn: padding, role markers
     * @param seed of the draws
     */
    public Generator(LanguageModel model, Sampling sampling, Set<Integer> banned, long seed) {
        this.model = model;
        this.sampling = sampling;
        this.banned = Set.copyOf(banned);
        this.random = new Random(seed);
        this.logits = new float[model.shape().vocabulary()];
    }

    /**
     * Writes until a stop token, the longest reply, or the end of the context.
     *
     * @param prompt at least one token; when it is longer than the context allows, its first token and its end are kept
     * @param stop the token that ends the reply and is not part of it
     * @param onToken told each token as it is drawn
     * @return the reply
     */
    public int[] generate(int[] prompt, int stop, IntConsumer onToken) {
        int context = model.shape().context();
        int[] kept = fit(prompt, Math.max(1, context - sampling.maxTokens()));
        int[] text = Arrays.copyOf(kept, context);
        int length = kept.length;
        int limit = Math.min(context, length + sampling.maxTokens());
        try (Decoding decoding = model.decode()) {
            decoding.append(kept, logits);
            while (length < limit) {
                int token = draw(text, length, kept.length);
                if (token == stop) {
                    break;
                }
                text[length++] = token;
                onToken.accept(token);
                if (length < limit) {
                    decoding.append(new int[] {token}, logits);
                }
            }
        }
        return Arrays.copyOfRange(text, kept.length, length);
    }

    private static int[] fit(int[] prompt, int room) {
        if (prompt.length <= room) {
            return prompt;
        }
        int[] kept = Arrays.copyOfRange(prompt, prompt.length - room, prompt.length);
        kept[0] = prompt[0];
        return kept;
    }

    private int draw(int[] text, int length, int replyFrom) {
        for (int token : banned) {
            logits[token] = Float.NEGATIVE_INFINITY;
        }
        // Only the reply counts as said lately: a question's words are what an answer should be about.
        penalise(text, Math.max(replyFrom, length - sampling.repetitionWindow()), length);
        if (sampling.temperature() == 0) {
            return likeliest();
        }
        float floor = topFloor();
        double top = logits[likeliest()];
        double[] weights = new double[logits.length];
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            if (logits[i] >= floor) {
                weights[i] = Math.exp((logits[i] - top) / sampling.temperature());
                sum += weights[i];
            }
        }
        double rest = random.nextDouble() * sum;
        int last = likeliest();
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                last = i;
                rest -= weights[i];
                if (rest < 0) {
                    break;
                }
            }
        }
        return last;
    }

    private void penalise(int[] text, int from, int to) {
        float penalty = (float) sampling.repetitionPenalty();
        Arrays.stream(text, from, to)
                .distinct()
                .forEach(token -> logits[token] =
                        logits[token] > 0 ? logits[token] / penalty : logits[token] * penalty);
    }

    private int likeliest() {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            if (logits[i] > logits[best]) {
                best = i;
            }
        }
        return best;
    }

    /** The least logit among the top k. */
    private float topFloor() {
        int k = sampling.topK();
        if (k == 0 || k >= logits.length) {
            return Float.NEGATIVE_INFINITY;
        }
        float[] sorted = logits.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length - k];
    }
}
