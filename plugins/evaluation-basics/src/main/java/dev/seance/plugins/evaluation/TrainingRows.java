// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.evaluation;

import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.dialogue.Dialogues;
import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the training dialogues have in common with replies and questions. They may be many, so they are read once. */
final class TrainingRows {

    private static final int COPIED_WORDS = 8;

    private final List<Reply> replies;
    private final Optional<PeriodRegister> register;
    private final Set<String> texts;
    private final Set<String> runs;
    private final Set<String> questions;

    private final Set<String> copied = new HashSet<>();
    private final Set<String> copiedRuns = new HashSet<>();
    private final Set<String> trained = new HashSet<>();
    private PeriodRegister.Count count = PeriodRegister.Count.NONE;

    private TrainingRows(List<Reply> replies, Optional<PeriodRegister> register) {
        this.replies = replies;
        this.register = register;
        this.texts = replies.stream()
                .map(reply -> Reply.normalized(reply.text()))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.toSet());
        this.runs =
                replies.stream().flatMap(reply -> reply.nGrams(COPIED_WORDS)).collect(Collectors.toSet());
        this.questions = replies.stream()
                .map(reply -> Reply.normalized(reply.question().text()))
                .collect(Collectors.toSet());
    }

    static TrainingRows read(List<Dialogues> training, List<Reply> replies, Optional<PeriodRegister> register) {
        TrainingRows rows = new TrainingRows(replies, register);
        for (Dialogues dialogues : training) {
            try (Stream<Dialogue> stream = dialogues.read()) {
                stream.forEach(dialogue -> dialogue.turns().forEach(rows::add));
            }
        }
        return rows;
    }

    private void add(Turn turn) {
        String text = Reply.normalized(turn.text());
        if (turn.role() == Role.USER) {
            addIfIn(questions, text, trained);
        } else {
            addIfIn(texts, text, copied);
            Reply.nGrams(text, COPIED_WORDS).forEach(run -> addIfIn(runs, run, copiedRuns));
            register.ifPresent(list -> count = count.plus(list.count(text)));
        }
    }

    private static void addIfIn(Set<String> wanted, String text, Set<String> found) {
        if (wanted.contains(text)) {
            found.add(text);
        }
    }

    /** The share of the replies that stand there word for word. */
    double copiedReplies() {
        return share(
                replies.stream().map(reply -> Reply.normalized(reply.text())).toList(), copied);
    }

    /** The share of the replies' runs of eight words that stand there. */
    double copiedRuns() {
        return share(
                replies.stream().flatMap(reply -> reply.nGrams(COPIED_WORDS)).toList(), copiedRuns);
    }

    /** How many of the questions are asked there: 0, or the model has learnt what it is asked. */
    int trainedQuestions() {
        return trained.size();
    }

    /** What the model's part in them has of the period's words and of today's. */
    PeriodRegister.Count count() {
        return count;
    }

    private static double share(List<String> all, Set<String> found) {
        return all.isEmpty() ? 0 : all.stream().filter(found::contains).count() / (double) all.size();
    }
}
