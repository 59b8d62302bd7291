// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.dialogue.Origin;
import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.plugins.fiction.Attribution.Manner;
import dev.seance.plugins.fiction.Utterance.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Makes dialogues of utterances that answer each other. */
final class Conversations {

    private final String document;
    private final FictionOptions options;

    Conversations(String document, FictionOptions options) {
        this.document = document;
        this.options = options;
    }

    List<Dialogue> of(List<Utterance> utterances) {
        List<Dialogue> dialogues = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= utterances.size(); i++) {
            if (i == utterances.size() || !answers(utterances, i)) {
                cut(utterances.subList(from, i), dialogues);
                from = i;
            }
        }
        return dialogues;
    }

    private boolean answers(List<Utterance> utterances, int i) {
        Utterance said = utterances.get(i - 1);
        Utterance answer = utterances.get(i);
        return answer.link() == Link.TURN
                && answer.gap() <= options.maxGap()
                && fits(said)
                && fits(answer)
                && !goesOn(said, answer);
    }

    private boolean fits(Utterance utterance) {
        return utterance.words() >= options.minWords()
                && utterance.words() <= options.maxWords()
                && isProse(utterance.text());
    }

    /** Whether the second is the first speaker's own: so named, or said to be going on. */
    private static boolean goesOn(Utterance said, Utterance answer) {
        return answer.attribution().manner() == Manner.CONTINUED
                || said.speaker().isSurely(answer.speaker());
    }

    /** Whether it is mostly letters; what is not comes from a bad scan or a table. */
    private static boolean isProse(String said) {
        long letters = said.chars().filter(Character::isLetter).count();
        long marks = said.chars().filter(c -> !Character.isWhitespace(c)).count();
        return 4 * letters >= 3 * marks;
    }

    /** Cuts a chain of answers into dialogues of an even number of turns, each beginning where the last one ended. */
    private void cut(List<Utterance> chain, List<Dialogue> dialogues) {
        int from = 0;
        while (chain.size() - from >= 2) {
            int turns = Math.min(options.maxTurns(), chain.size() - from) / 2 * 2;
            dialogues.add(dialogue(chain.subList(from, from + turns)));
            from += turns - 1;
        }
    }

    private Dialogue dialogue(List<Utterance> chain) {
        int start = chain.get(0).start();
        int end = chain.get(chain.size() - 1).end();
        List<Turn> turns = new ArrayList<>();
        for (Utterance utterance : chain) {
            turns.add(new Turn(turns.size() % 2 == 0 ? Role.USER : Role.ASSISTANT, utterance.text()));
        }
        String speakers =
                chain.stream().map(utterance -> utterance.speaker().toString()).collect(Collectors.joining("; "));
        return new Dialogue(
                document + "-" + start,
                turns,
                new Origin("fiction", document, "characters " + start + "-" + end, "speakers: " + speakers));
    }
}
