// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.testing.ByteVocabulary;
import dev.seance.kit.chat.ChatTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FittingDialogueTest {

    private static final ChatTemplate TEMPLATE = new ChatTemplate(new ByteVocabulary());
    private static final Turn QUESTION = new Turn(Role.USER, "Who?");
    private static final Turn REPLY = new Turn(Role.ASSISTANT, "I.");

    @Test
    void keepsAsManyWholeExchangesAsFit() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            List<Turn> turns = new ArrayList<>();
            for (int i = 2 + random.nextInt(6); i > 0; i--) {
                turns.add(new Turn(
                        turns.size() % 2 == 0 ? Role.USER : Role.ASSISTANT, "x".repeat(1 + random.nextInt(30))));
            }
            int limit = 20 + random.nextInt(150);
            FittingDialogue fitting = FittingDialogue.of(turns, TEMPLATE, limit);
            int kept = turns.size() - fitting.droppedTurns();

            assertThat(fitting.tokens().length()).as("seed %d", seed).isLessThanOrEqualTo(limit);
            assertThat(fitting.droppedTurns() == 0 || kept % 2 == 0)
                    .as("seed %d: ends with a reply", seed)
                    .isTrue();
            int[] whole = TEMPLATE.render(turns.subList(0, kept)).tokens();
            if (fitting.replyCut()) {
                assertThat(kept)
                        .as("seed %d: only the first reply is cut", seed)
                        .isEqualTo(2);
                assertThat(whole).startsWith(fitting.tokens().tokens());
            } else {
                assertThat(fitting.tokens().tokens()).as("seed %d", seed).containsExactly(whole);
            }
            if (fitting.droppedTurns() > 0) {
                int one = Math.min(turns.size(), kept + 2);
                assertThat(TEMPLATE.render(turns.subList(0, one)).length())
                        .as("seed %d: one more exchange does not fit", seed)
                        .isGreaterThan(limit);
            }
        }
    }

    @Test
    void aLongReplyEndsWithoutItsMarker() {
        FittingDialogue fitting = FittingDialogue.of(
                List.of(QUESTION, new Turn(Role.ASSISTANT, "y".repeat(100)), QUESTION, REPLY), TEMPLATE, 30);
        assertThat(fitting.replyCut()).isTrue();
        assertThat(fitting.droppedTurns()).isEqualTo(2);
        assertThat(fitting.tokens().length()).isEqualTo(30);
        assertThat(fitting.tokens().hasTargets()).isTrue();
        assertThat(fitting.tokens().tokens()[29]).isNotEqualTo(TEMPLATE.end());
    }

    @Test
    void nothingIsLearntWhereTheQuestionAloneIsTooLong() {
        FittingDialogue fitting =
                FittingDialogue.of(List.of(new Turn(Role.USER, "z".repeat(100)), REPLY), TEMPLATE, 30);
        assertThat(fitting.tokens().hasTargets()).isFalse();
    }
}
