// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpellingSearchTest {

    private static final List<String> SPELLINGS = List.of("<|user|>", "<|usher|>", "[end]", "ab", "é€", "the one");

    private static int find(SpellingSearch search, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return search.find(Arrays.copyOf(bytes, bytes.length + 16), 0, bytes.length);
    }

    @Test
    void findsEachSpellingAnywhere() {
        SpellingSearch search = new SpellingSearch(SPELLINGS);
        for (int i = 0; i < SPELLINGS.size(); i++) {
            for (int before = 0; before < 20; before++) {
                String text = "-".repeat(before) + SPELLINGS.get(i);
                assertThat(find(search, text)).as(text).isEqualTo(i);
                assertThat(find(search, text + "tail")).as(text).isEqualTo(i);
                assertThat(find(search, text.substring(0, text.length() - 1)))
                        .as(text)
                        .isEqualTo(SpellingSearch.NONE);
            }
        }
    }

    @Test
    void agreesWithStrings() {
        SpellingSearch search = new SpellingSearch(SPELLINGS);
        for (long seed = 1; seed <= 2000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(12); i > 0; i--) {
                String spelling = SPELLINGS.get(random.nextInt(SPELLINGS.size()));
                int cut = random.nextInt(spelling.length());
                text.append(spelling, 0, cut).append(random.nextInt(4) == 0 ? spelling.substring(cut) : "<");
            }
            int found = find(search, text.toString());
            if (found == SpellingSearch.NONE) {
                assertThat(SPELLINGS).as("seed %d", seed).noneMatch(text.toString()::contains);
            } else {
                assertThat(text.toString()).as("seed %d", seed).contains(SPELLINGS.get(found));
            }
        }
    }

    @Test
    void looksNoFurtherThanAsked() {
        byte[] text = "<|user|><|user|>".getBytes(StandardCharsets.UTF_8);
        SpellingSearch search = new SpellingSearch(SPELLINGS);
        assertThat(search.find(Arrays.copyOf(text, 40), 1, 15)).isEqualTo(SpellingSearch.NONE);
        assertThat(search.find(Arrays.copyOf(text, 40), 1, 16)).isZero();
    }

    @Test
    void knowsTheLongestSpellingInBytes() {
        assertThat(new SpellingSearch(List.of("é€", "ab")).longest()).isEqualTo(5);
        assertThat(new SpellingSearch(List.of()).longest()).isZero();
    }
}
