// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.synthesis;

import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Why a written row is of no use: it talks about itself, as language models do, or does not answer. Immutable. */
final class RowRules {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}']+");
    private static final int FEW_WORDS = 5;
    private static final double OWN_WORDS = 0.2;

    /** As words: "as an ai" is not in "as an aim". */
    private final Pattern unwanted = Pattern.compile(Texts.lines(Optional.empty(), "unwanted.txt", "phrases").stream()
            .map(line -> "\\b" + Pattern.quote(line.text().strip()) + "\\b")
            .collect(Collectors.joining("|")));

    /** A reason that rows share, or "" for a row that can be used. */
    String reasonAgainst(List<Turn> turns) {
        Set<String> asked = Set.of();
        for (Turn turn : turns) {
            String text = turn.text().toLowerCase(Locale.ROOT).replace('\u2019', '\'');
            if (unwanted.matcher(text).find()) {
                return "speaks of models, prompts or passages";
            }
            Set<String> words = words(text);
            if (turn.role() == Role.ASSISTANT && !answers(words, asked)) {
                return "a reply only repeats its question";
            }
            asked = words;
        }
        return "";
    }

    /** Whether a reply has more than a fifth of its words from elsewhere than its question; a greeting may be returned. */
    private static boolean answers(Set<String> reply, Set<String> question) {
        long own = reply.stream().filter(word -> !question.contains(word)).count();
        return question.size() < FEW_WORDS || own > reply.size() * OWN_WORDS;
    }

    private static Set<String> words(String text) {
        return WORD.matcher(text).results().map(MatchResult::group).collect(Collectors.toUnmodifiableSet());
    }
}
