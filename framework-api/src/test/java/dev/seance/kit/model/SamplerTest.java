// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seance.api.model.Sampling;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The laws of top-p and min-p, on random distributions; what else is drawn how is {@link GeneratorTest}'s. */
class SamplerTest {

    private static final Sampling ALL = new Sampling(1, 0, 1, 0, 1);
    private static final int DRAWS = 4000;

    @Test
    void topPDrawsFromTheSmallestSetThatHasTheMass() {
        for (long seed = 1; seed <= 40; seed++) {
            Random random = new Random(seed);
            double[] probabilities = probabilities(random);
            double mass = random.nextDouble();
            Set<Integer> drawn = drawn(probabilities, ALL.withTopP(mass), seed);

            int[] likeliestFirst = likeliestFirst(probabilities);
            int needed = 0;
            for (double sum = 0; needed == 0 || sum < mass; needed++) {
                sum += probabilities[likeliestFirst[needed]];
            }
            Set<Integer> nucleus =
                    Arrays.stream(likeliestFirst, 0, needed).boxed().collect(Collectors.toSet());
            assertThat(nucleus).as("seed %d, mass %s", seed, mass).containsAll(drawn);
            // What is likely enough to come for certain in so many draws.
            assertThat(drawn)
                    .as("seed %d, mass %s", seed, mass)
                    .containsAll(nucleus.stream()
                            .filter(token -> probabilities[token] > 0.01)
                            .toList());
        }
    }

    @Test
    void minPDrawsWhatHasItsShareOfTheLikeliest() {
        for (long seed = 1; seed <= 40; seed++) {
            Random random = new Random(seed);
            double[] probabilities = probabilities(random);
            double share = random.nextDouble();
            double floor = share * Arrays.stream(probabilities).max().orElseThrow();
            Set<Integer> kept = IntStream.range(0, probabilities.length)
                    .filter(token -> probabilities[token] >= floor)
                    .boxed()
                    .collect(Collectors.toSet());

            Set<Integer> drawn = drawn(probabilities, ALL.withMinP(share), seed);

            assertThat(kept).as("seed %d, share %s", seed, share).containsAll(drawn);
            assertThat(drawn)
                    .as("seed %d, share %s", seed, share)
                    .containsAll(kept.stream()
                            .filter(token -> probabilities[token] > 0.01)
                            .toList());
        }
    }

    @Test
    void topKDrawsFromTheLikeliestSoMany() {
        for (long seed = 1; seed <= 40; seed++) {
            Random random = new Random(seed);
            double[] probabilities = probabilities(random);
            int k = 1 + random.nextInt(probabilities.length);
            Set<Integer> likeliest =
                    Arrays.stream(likeliestFirst(probabilities), 0, k).boxed().collect(Collectors.toSet());
            Set<Integer> drawn = drawn(probabilities, new Sampling(1, k, 1, 0, 1), seed);
            assertThat(likeliest).as("seed %d, k %d", seed, k).containsAll(drawn);
            assertThat(drawn)
                    .as("seed %d, k %d", seed, k)
                    .containsAll(likeliest.stream()
                            .filter(token -> probabilities[token] > 0.01)
                            .toList());
        }
    }

    @Test
    void offMeansAll() {
        double[] probabilities = probabilities(new Random(3));
        assertThat(sequence(probabilities, ALL.withTopP(1).withMinP(0), 9)).isEqualTo(sequence(probabilities, ALL, 9));
        assertThat(drawn(probabilities, ALL.withTopP(0), 1)).hasSize(1);
        assertThat(drawn(probabilities, ALL.withMinP(1), 1)).hasSize(1);
    }

    @Test
    void topPKeepsNoMoreOfEquallyLikelyTokensThanItNeeds() {
        double[] even = {0.25, 0.25, 0.25, 0.25};
        assertThat(drawn(even, ALL.withTopP(0.5), 1)).containsExactly(0, 1);
        assertThat(drawn(even, ALL.withTopP(0.51), 1)).containsExactly(0, 1, 2);
    }

    @Test
    void topPCountsTheMassThatTopKLeft() {
        double[] probabilities = {0.4, 0.3, 0.2, 0.1};
        Sampling two = new Sampling(1, 2, 1, 0, 1);
        assertThat(drawn(probabilities, two.withTopP(0.57), 1)).containsExactly(0);
        assertThat(drawn(probabilities, two.withTopP(0.58), 1)).containsExactly(0, 1);
    }

    @Test
    void drawsWhatIsLeftByItsProbability() {
        double[] probabilities = {0.4, 0.3, 0.2, 0.1};
        int[] drawn = sequence(probabilities, ALL.withTopP(0.65), 11);
        assertThat(Arrays.stream(drawn).filter(token -> token == 0).count() / (double) DRAWS)
                .isCloseTo(4 / 7.0, within(0.03));
    }

    private static double[] probabilities(Random random) {
        double[] weights = new double[2 + random.nextInt(30)];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.exp(2 * random.nextGaussian());
            sum += weights[i];
        }
        double whole = sum;
        return Arrays.stream(weights).map(weight -> weight / whole).toArray();
    }

    private static int[] likeliestFirst(double[] probabilities) {
        return IntStream.range(0, probabilities.length)
                .boxed()
                .sorted(Comparator.comparingDouble(token -> -probabilities[token]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static Set<Integer> drawn(double[] probabilities, Sampling sampling, long seed) {
        return new TreeSet<>(
                Arrays.stream(sequence(probabilities, sampling, seed)).boxed().toList());
    }

    private static int[] sequence(double[] probabilities, Sampling sampling, long seed) {
        Sampler sampler = new Sampler(probabilities.length, sampling, Set.of(), seed);
        return IntStream.range(0, DRAWS)
                .map(i -> {
                    float[] logits = new float[probabilities.length];
                    for (int token = 0; token < logits.length; token++) {
                        logits[token] = (float) Math.log(probabilities[token]);
                    }
                    return sampler.draw(logits, new int[0], 0, 0);
                })
                .toArray();
    }
}
