// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.synthesis;

import dev.seance.api.dialogue.Turn;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Why a written row is of no use: it talks about itself, as language models do. Immutable. */
final class RowRules {

    /** As words: "as an ai" is not in "as an aim". */
    private final Pattern unwanted = Pattern.compile(Texts.lines(Optional.empty(), "unwanted.txt", "phrases").stream()
            .map(line -> "\\b" + Pattern.quote(line.text().strip()) + "\\b")
            .collect(Collectors.joining("|")));

    /** A reason that rows share, or "" for a row that can be used. */
    String reasonAgainst(List<Turn> turns) {
        for (Turn turn : turns) {
            String text = turn.text().toLowerCase(Locale.ROOT).replace('\u2019', '\'');
            if (unwanted.matcher(text).find()) {
                return "speaks of models, prompts or passages";
            }
        }
        return "";
    }
}
