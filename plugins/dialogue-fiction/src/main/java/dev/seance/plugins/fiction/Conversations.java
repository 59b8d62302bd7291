// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import dev.seance.api.corpus.Words;
import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.dialogue.Origin;
import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Makes dialogues of the utterances of a document that answer each other. */
final class Conversations {

    private final String document;
    private final FictionOptions options;
    private final List<Utterance> utterances;
    private final AnswerOdds odds;

    Conversations(String document, FictionOptions options, List<Utterance> utterances, Cast cast) {
        this.document = document;
        this.options = options;
        this.utterances = utterances;
        this.odds = new AnswerOdds(utterances, cast);
    }

    List<Dialogue> dialogues() {
        List<Dialogue> dialogues = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= utterances.size(); i++) {
            if (i == utterances.size() || !answers(i)) {
                cut(from, i, dialogues);
                from = i;
            } else if (i - 1 > from && !utterances.get(i - 1).isWhole()) {
                cut(from, i, dialogues);
                from = i - 1;
            }
        }
        return dialogues;
    }

    private boolean answers(int number) {
        Gap gap = utterances.get(number).gap();
        return !gap.broken()
                && gap.words() <= options.maxGap()
                && fits(utterances.get(number - 1).ending())
                && fits(utterances.get(number).opening())
                && odds.quality(number) >= options.minQuality();
    }

    private boolean fits(String said) {
        long words = Words.count(said);
        return words >= options.minWords() && words <= options.maxWords() && isProse(said);
    }

    /** Whether it is mostly letters; what is not comes from a bad scan or a table. */
    private static boolean isProse(String said) {
        long letters = said.chars().filter(Character::isLetter).count();
        long marks = said.chars().filter(c -> !Character.isWhitespace(c)).count();
        return 4 * letters >= 3 * marks;
    }

    /** Cuts a chain of answers into dialogues of an even number of turns, each beginning where the last one ended. */
    private void cut(int start, int end, List<Dialogue> dialogues) {
        int from = start;
        while (end - from >= 2) {
            int turns = Math.min(options.maxTurns(), end - from) / 2 * 2;
            dialogues.add(dialogue(from, from + turns));
            from += turns - 1;
        }
    }

    /** What an utterance has to give to a dialogue: the first its ending, the last its opening. */
    private String text(int number, int from, int to) {
        Utterance utterance = utterances.get(number);
        return number == from ? utterance.ending() : number == to - 1 ? utterance.opening() : utterance.text();
    }

    private Dialogue dialogue(int from, int to) {
        List<Turn> turns = new ArrayList<>();
        double quality = 1;
        for (int i = from; i < to; i++) {
            turns.add(new Turn(turns.size() % 2 == 0 ? Role.USER : Role.ASSISTANT, text(i, from, to)));
            quality = i == from ? quality : Math.min(quality, odds.quality(i));
        }
        int start = utterances.get(from).start();
        int end = utterances.get(to - 1).end();
        String speakers = utterances.subList(from, to).stream()
                .map(utterance -> utterance.speaker().toString())
                .collect(Collectors.joining("; "));
        return new Dialogue(
                document + "-" + start,
                turns,
                new Origin(
                        "fiction",
                        document,
                        "characters " + start + "-" + end,
                        String.format(Locale.ROOT, "quality %.2f, speakers: %s", quality, speakers)));
    }
}
