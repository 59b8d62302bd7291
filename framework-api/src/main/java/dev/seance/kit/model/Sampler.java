// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.model;

import dev.seance.api.model.Sampling;
import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.api.tokenizer.Vocabulary;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Draws tokens, in this order: the repetition penalty of Keskar et al. (CTRL, 2019: positive logits of recent tokens are
 * divided by the penalty, negative ones multiplied), temperature, top-k, the nucleus of Holtzman et al. (2020, top-p), and
 * the floor relative to the likeliest of Nguyen et al. (2024, min-p). The same seed and logits give the same tokens. Not
 * thread-safe.
 */
public final class Sampler {

    private final Sampling sampling;
    private final Set<Integer> banned;
    private final Random random;

    // One entry per token of the vocabulary, used anew for every token drawn.
    private final float[] heap;
    private final double[] weights;
    private final double[] sortedWeights;
    private final boolean[] said;

    /**
     * @param vocabularySize the number of logits
     * @param banned tokens that are never drawn: padding, role markers
     * @param seed of the draws
     */
    public Sampler(int vocabularySize, Sampling sampling, Set<Integer> banned, long seed) {
        this.sampling = sampling;
        this.banned = Set.copyOf(banned);
        this.random = new Random(seed);
        this.heap = new float[Math.min(sampling.topK(), vocabularySize)];
        this.weights = new double[vocabularySize];
        this.sortedWeights = new double[vocabularySize];
        this.said = new boolean[vocabularySize];
    }

    /** Of text: padding and the markers of who speaks, which are no part of any, are never drawn. */
    public static Sampler of(Vocabulary vocabulary, Sampling sampling, long seed) {
        return new Sampler(vocabulary.size(), sampling, markers(vocabulary), seed);
    }

    static Set<Integer> markers(Vocabulary vocabulary) {
        Set<Integer> markers = new HashSet<>();
        for (SpecialToken marker : List.of(SpecialToken.PAD, SpecialToken.USER, SpecialToken.ASSISTANT)) {
            vocabulary.find(marker).ifPresent(markers::add);
        }
        return markers;
    }

    /**
     * Draws the next token of a text.
     *
     * @param logits one number per token of the vocabulary; changed
     * @param text whose tokens {@code from} (inclusive) to {@code to} (exclusive) are what was generated so far
     */
    public int draw(float[] logits, int[] text, int from, int to) {
        for (int token : banned) {
            logits[token] = Float.NEGATIVE_INFINITY;
        }
        penalise(logits, text, Math.max(from, to - sampling.repetitionWindow()), to);
        int likeliest = likeliest(logits);
        if (sampling.temperature() == 0) {
            return likeliest;
        }
        double sum = weigh(logits, likeliest);
        if (sampling.topP() < 1) {
            sum = keepNucleus(sampling.topP() * sum);
        }
        if (sampling.minP() > 0) {
            sum = keepFrom(sampling.minP());
        }
        return drawAmong(sum, likeliest);
    }

    /** Each token of {@code text[from..to)} once, however often it stands there. */
    private void penalise(float[] logits, int[] text, int from, int to) {
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

    /** Sets the weights, which are probabilities but for a factor: that of the likeliest is 1. Returns their sum. */
    private double weigh(float[] logits, int likeliest) {
        float floor = topFloor(logits);
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = logits[i] >= floor
                    ? Math.exp((logits[i] - (double) logits[likeliest]) / sampling.temperature())
                    : 0;
            sum += weights[i];
        }
        return sum;
    }

    /** Keeps the fewest greatest weights whose sum reaches the mass, one at least; of equal ones the first. */
    private double keepNucleus(double mass) {
        int count = 0;
        for (double weight : weights) {
            if (weight > 0) {
                sortedWeights[count++] = weight;
            }
        }
        Arrays.sort(sortedWeights, 0, count);
        int least = count - 1;
        double sum = sortedWeights[least];
        while (sum < mass && least > 0) {
            sum += sortedWeights[--least];
        }
        double floor = sortedWeights[least];
        int equals = 0;
        for (int i = least; i < count && sortedWeights[i] == floor; i++) {
            equals++;
        }
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] < floor || weights[i] == floor && equals-- <= 0) {
                weights[i] = 0;
            }
        }
        return sum;
    }

    private double keepFrom(double floor) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] < floor) {
                weights[i] = 0;
            }
            sum += weights[i];
        }
        return sum;
    }

    private int drawAmong(double sum, int likeliest) {
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

    private static int likeliest(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            if (logits[i] > logits[best]) {
                best = i;
            }
        }
        return best;
    }

    /** The least logit among the top k: the root of a heap of the k greatest, which few of the others enter. */
    private float topFloor(float[] logits) {
        int k = sampling.topK();
        if (k == 0 || k >= logits.length) {
            return Float.NEGATIVE_INFINITY;
        }
        System.arraycopy(logits, 0, heap, 0, k);
        for (int i = k / 2 - 1; i >= 0; i--) {
            sink(i, k);
        }
        for (int i = k; i < logits.length; i++) {
            if (logits[i] > heap[0]) {
                heap[0] = logits[i];
                sink(0, k);
            }
        }
        return heap[0];
    }

    private void sink(int from, int size) {
        float value = heap[from];
        int place = from;
        for (int child = 2 * place + 1; child < size; child = 2 * place + 1) {
            if (child + 1 < size && heap[child + 1] < heap[child]) {
                child++;
            }
            if (heap[child] >= value) {
                break;
            }
            heap[place] = heap[child];
            place = child;
        }
        heap[place] = value;
    }
}
