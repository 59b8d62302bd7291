// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WordSetTest {

    @Test
    void knowsEveryWordAndFewOthersHoweverItWasMerged() {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            int words = 1 + random.nextInt(600);
            int parts = 1 + random.nextInt(5);
            List<WordSet> sets = new ArrayList<>();
            for (int i = 0; i < parts; i++) {
                sets.add(small());
            }
            WordSet one = small();
            Set<Long> all = new HashSet<>();
            for (int i = 0; i < words; i++) {
                long word = random.nextInt(20) == 0 ? 0 : random.nextLong();
                all.add(word);
                one.add(word);
                sets.get(random.nextInt(parts)).add(word);
            }
            while (sets.size() > 1) {
                WordSet first = sets.remove(random.nextInt(sets.size()));
                sets.get(random.nextInt(sets.size())).addAll(first);
            }
            assertThat(all).as("seed %d", seed).allMatch(one::contains).allMatch(sets.get(0)::contains);
            int wrong = 0;
            for (int i = 0; i < 2000; i++) {
                long other = random.nextLong();
                assertThat(sets.get(0).contains(other)).as("seed %d", seed).isEqualTo(one.contains(other));
                wrong += one.contains(other) ? 1 : 0;
            }
            // 600 words in 8,192 bits with 4 probes: (1 - e^(-4 * 600 / 8192))^4 is 0.4 %.
            assertThat(wrong).as("seed %d", seed).isLessThan(2000 / 50);
        }
    }

    /** Exact up to 256 words. */
    private static WordSet small() {
        return new WordSet(256, 128);
    }
}
