// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.testing.ByteVocabulary;
import dev.seance.kit.chat.ChatTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PackedDialoguesTest {

    private static final ByteVocabulary VOCABULARY = new ByteVocabulary();
    private static final int PAD = 1;

    @Test
    void everyReplyIsLearntWholeAndOnce() {
        long seed = new Random().nextLong();
        int context = 40;
        List<Dialogue> dialogues = Prose.dialogues(30, 4, seed);
        SequenceDataset rows = PackedDialogues.once(conversations(dialogues, 1), context, PAD, seed);
        List<String> replies = new ArrayList<>();
        for (int row = 0; row < rows.count(); row++) {
            int[] inputs = new int[context];
            int[] targets = new int[context];
            rows.fill(row, inputs, targets, 0);
            StringBuilder reply = new StringBuilder();
            for (int i = 0; i < context; i++) {
                int target = targets[i];
                if (target != TokenBatch.IGNORED && i + 1 < context) {
                    assertThat(inputs[i + 1]).as("seed %d", seed).isEqualTo(target);
                }
                if (target == new ChatTemplate(VOCABULARY).end()) {
                    replies.add(reply.toString());
                    reply.setLength(0);
                } else if (target != TokenBatch.IGNORED) {
                    reply.append(VOCABULARY.decode(target));
                }
            }
        }
        assertThat(replies)
                .as("seed %d", seed)
                .containsExactlyInAnyOrderElementsOf(dialogues.stream()
                        .map(dialogue -> dialogue.turns().get(1).text())
                        .toList());
    }

    @Test
    void anEpochHasADialogueAsOftenAsItRepeats() {
        List<TokenizedDialogue> all = conversations(Prose.dialogues(400, 2, 3), 2.5);
        EpochDatasets epochs = PackedDialogues.epochs(all, 60, PAD, 9);
        assertThat(afterStep(epochs.epoch(0), 60)).isBetween(900L, 1100L);
        assertThat(afterStep(epochs.epoch(0), 60)).isEqualTo(afterStep(epochs.epoch(0), 60));
        assertThat(afterStep(epochs.epoch(1), 60)).isNotEqualTo(0);
    }

    @Test
    void heldOutDialoguesAreChosenByTheirIdsAlone() {
        List<TokenizedDialogue> many = conversations(Prose.dialogues(1000, 2, 3), 1);
        TokenizedDialogues split = new TokenizedDialogues(many, List.of()).split(0.1);
        assertThat(split.validation()).hasSizeBetween(60, 140);
        assertThat(split.training().size() + split.validation().size()).isEqualTo(1000);
        Set<String> fewer = new TreeSet<>();
        new TokenizedDialogues(many.subList(0, 500), List.of())
                .split(0.1)
                .validation()
                .forEach(each -> fewer.add(each.id()));
        assertThat(split.validation().stream().map(TokenizedDialogue::id)).containsAll(fewer);
    }

    @Test
    void holdsOutOneOfTwentyOneAndNoneOfTwenty() {
        List<TokenizedDialogue> few = conversations(Prose.dialogues(21, 2, 3), 1);
        assertThat(new TokenizedDialogues(few, List.of()).split(0.0001).validation())
                .hasSize(1);
        assertThat(new TokenizedDialogues(few.subList(0, 20), List.of())
                        .split(0.5)
                        .validation())
                .isEmpty();
    }

    private static long afterStep(SequenceDataset rows, int context) {
        long ends = 0;
        for (int row = 0; row < rows.count(); row++) {
            int[] targets = new int[context];
            rows.fill(row, new int[context], targets, 0);
            for (int target : targets) {
                ends += target == new ChatTemplate(VOCABULARY).end() ? 1 : 0;
            }
        }
        return ends;
    }

    private static List<TokenizedDialogue> conversations(List<Dialogue> dialogues, double repeats) {
        ChatTemplate template = new ChatTemplate(VOCABULARY);
        return dialogues.stream()
                .map(dialogue -> new TokenizedDialogue(dialogue.id(), repeats, template.render(dialogue.turns())))
                .toList();
    }
}
