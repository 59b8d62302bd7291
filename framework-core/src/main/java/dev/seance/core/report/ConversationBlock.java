// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import java.util.List;

/** A conversation, one paragraph a turn, with who speaks. */
final class ConversationBlock {

    private ConversationBlock() {}

    static void write(Html html, List<Turn> turns) {
        html.open("blockquote", "class", "conversation");
        for (Turn turn : turns) {
            boolean person = turn.role() == Role.USER;
            html.open("p", "class", person ? "person" : "model");
            html.element("b", person ? "Question " : "Answer ")
                    .text(turn.text())
                    .close();
        }
        html.close().line();
    }
}
