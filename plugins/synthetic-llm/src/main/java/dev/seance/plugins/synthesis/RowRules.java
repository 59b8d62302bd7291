// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.synthesis;

import dev.seance.api.dialogue.Turn;
import dev.seance.kit.text.ListFile;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Why a written row is of no use: it talks about itself, as language models do. Immutable. */
final class RowRules {

    private final List<String> unwanted = Texts.lines(Optional.empty(), "unwanted.txt", "phrases").stream()
            .map(ListFile.Line::text)
            .map(String::strip)
            .toList();

    /** A reason that rows share, or "" for a row that can be used. */
    String reasonAgainst(List<Turn> turns) {
        for (Turn turn : turns) {
            String text = turn.text().toLowerCase(Locale.ROOT).replace('\u2019', '\'');
            if (unwanted.stream().anyMatch(text::contains)) {
                return "speaks of models, prompts or passages";
            }
        }
        return "";
    }
}
