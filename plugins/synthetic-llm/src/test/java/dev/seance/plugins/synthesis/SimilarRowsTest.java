// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.dialogue.Origin;
import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SimilarRowsTest {

    private static Dialogue row(String question, String reply) {
        return new Dialogue(
                "row",
                List.of(new Turn(Role.USER, question), new Turn(Role.ASSISTANT, reply)),
                new Origin("llm", "", "", ""));
    }

    private static List<String> words(Random random, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "w" + random.nextInt(100_000))
                .toList();
    }

    @Test
    void findsRowsWithAFewWordsChangedAndKeepsOthers() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        SimilarRows rows = new SimilarRows(0.6);
        List<List<String>> kept = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            List<String> words = words(random, 60);
            assertThat(rows.isSimilar(row("What of it?", String.join(" ", words))))
                    .as("seed %d", seed)
                    .isFalse();
            kept.add(words);
        }
        int found = 0;
        for (List<String> words : kept) {
            List<String> changed = new ArrayList<>(words);
            for (int n = 0; n < 2; n++) {
                changed.set(random.nextInt(changed.size()), "another");
            }
            found += rows.isSimilar(row("What of it?", String.join(" ", changed))) ? 1 : 0;
        }
        // Two changed words of sixty leave 0.8 of the triples in common: of such pairs nearly all are found.
        assertThat(found).as("seed %d", seed).isGreaterThan(285);
    }

    @Test
    void caseAndPunctuationDoNotMatter() {
        SimilarRows rows = new SimilarRows(0.7);
        assertThat(rows.isSimilar(row("Hi!", "Good day, sir."))).isFalse();
        assertThat(rows.isSimilar(row("hi", "GOOD DAY sir!"))).isTrue();
        assertThat(rows.isSimilar(row("hi", "Good day, madam, and welcome to this house.")))
                .isFalse();
    }

    @Test
    void oneKeepsAll() {
        SimilarRows rows = new SimilarRows(1);
        assertThat(rows.isSimilar(row("a", "b"))).isFalse();
        assertThat(rows.isSimilar(row("a", "b"))).isFalse();
    }
}
