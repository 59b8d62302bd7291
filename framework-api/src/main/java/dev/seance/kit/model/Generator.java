// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.model;

import dev.seance.api.model.DecodingSession;
import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.Sampling;
import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.api.tokenizer.Vocabulary;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
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

    // One entry per token of the vocabulary, used anew for every token drawn.
    private final float[] logits;
    private final float[] sorted;
    private final double[] weights;
    private final boolean[] said;

    /**
     * @param banned tokens that are never drawn: padding, role markers
     * @param seed of the draws
     */
    public Generator(LanguageModel model, Sampling sampling, Set<Integer> banned, long seed) {
        this.model = model;
        this.sampling = sampling;
        this.banned = Set.copyOf(banned);
        this.random = new Random(seed);
        int vocabulary = model.config().vocabularySize();
        this.logits = new float[vocabulary];
        this.sorted = new float[vocabulary];
        this.weights = new double[vocabulary];
        this.said = new boolean[vocabulary];
    }

    /**
     * A generator of text: padding and the markers of who speaks, which are no part of any, are never drawn.
     *
     * @param vocabulary of the model
     * @param seed of the draws
     */
    public static Generator of(LanguageModel model, Vocabulary vocabulary, Sampling sampling, long seed) {
        Set<Integer> markers = new HashSet<>();
        for (SpecialToken marker : List.of(SpecialToken.PAD, SpecialToken.USER, SpecialToken.ASSISTANT)) {
            vocabulary.find(marker).ifPresent(markers::add);
        }
        return new Generator(model, sampling, markers, seed);
    }

    /**
     * Writes until a stop token, the longest reply, or the end of the context. A prompt that leaves too little room for
     * the longest reply is cut, but to no less than half the context: its first token and its end are kept.
     *
     * @param prompt at least one token
     * @param stop the token that ends the reply and is not part of it
     * @param onToken told each token as it is drawn
     * @return the reply
     */
    public int[] generate(int[] prompt, int stop, IntConsumer onToken) {
        if (prompt.length == 0) {
            throw new IllegalArgumentException("a prompt needs at least one token");
        }
        int context = model.config().context();
        int[] kept = fit(prompt, Math.max(context - sampling.maxTokens(), Math.max(1, context / 2)));
        int[] text = Arrays.copyOf(kept, context);
        int length = kept.length;
        int limit = Math.min(context, length + sampling.maxTokens());
        int[] next = new int[1];
        try (DecodingSession decoding = model.decode()) {
            decoding.append(kept, logits);
            while (length < limit) {
                // Only the reply counts as said lately: a question's words are what an answer should be about.
                int lately = Math.max(kept.length, length - sampling.repetitionWindow());
                next[0] = draw(text, lately, length);
                if (next[0] == stop) {
                    break;
                }
                text[length++] = next[0];
                onToken.accept(next[0]);
                if (length < limit) {
                    decoding.append(next, logits);
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

    private int draw(int[] text, int lately, int length) {
        for (int token : banned) {
            logits[token] = Float.NEGATIVE_INFINITY;
        }
        penalise(text, lately, length);
        int likeliest = likeliest();
        return sampling.temperature() == 0 ? likeliest : drawAmong(topFloor(), likeliest);
    }

    /** Each token of {@code text[from..to)} once, however often it stands there. */
    private void penalise(int[] text, int from, int to) {
        float penalty = (float) sampling.repetitionPenalty();
        for (int i = from; i < to; i++) {
            int token = text[i];
            if (!said[token]) {
                said[token] = true;
                logits[token] = logits[token] > 0 ? logits[token] / penalty : logits[token] * penalty;
            }
        }
        for (int i = from; i < to; i++) {
            said[text[i]] = false;
        }
    }

    /** Draws a token whose logit is at least the floor, each with its share of the softmax. */
    private int drawAmong(float floor, int likeliest) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = logits[i] >= floor
                    ? Math.exp((logits[i] - (double) logits[likeliest]) / sampling.temperature())
                    : 0;
            sum += weights[i];
        }
        double rest = random.nextDouble() * sum;
        // Rounding may leave a rest after the last token; then it is the last with any weight.
        int last = likeliest;
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
        System.arraycopy(logits, 0, sorted, 0, logits.length);
        Arrays.sort(sorted);
        return sorted[sorted.length - k];
    }
}
