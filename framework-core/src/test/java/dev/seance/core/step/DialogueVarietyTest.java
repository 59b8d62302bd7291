// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.dialogue.Origin;
import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DialogueVarietyTest {

    private final DialogueVariety variety = new DialogueVariety();

    private void add(String question, String reply) {
        variety.add(new Dialogue(
                "d",
                List.of(new Turn(Role.USER, question), new Turn(Role.ASSISTANT, reply)),
                new Origin("rules", "", "", "")));
    }

    @Test
    void countsOpeningsAndSequences() {
        add("How do you do to-day?", "I am well, and I thank you.");
        add("HOW do you, do, madam?", "I am well; and cold.");
        // Questions: one opening of two. Replies: "i am well and" twice. Sequences: 4 and 2, one of them twice.
        assertThat(variety.figures())
                .containsEntry("distinctQuestionOpenings", 0.5)
                .containsEntry("distinctReplyOpenings", 0.5)
                .hasEntrySatisfying("repeated4grams", share -> assertThat(share).isCloseTo(1 / 6.0, within(1e-9)));
    }

    @Test
    void agreesWithCountingInWords() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Set<List<String>> distinct = new HashSet<>();
        int all = 0;
        for (int i = 0; i < 200; i++) {
            List<String> words = new ArrayList<>();
            for (int n = 1 + random.nextInt(12); n > 0; n--) {
                words.add("w" + random.nextInt(4));
            }
            add("What?", String.join(" ", words));
            for (int at = 0; at + 4 <= words.size(); at++, all++) {
                distinct.add(List.copyOf(words.subList(at, at + 4)));
            }
        }
        assertThat(variety.figures().get("repeated4grams"))
                .as("seed %d", seed)
                .isCloseTo(1 - distinct.size() / (double) all, within(1e-9));
    }
}
