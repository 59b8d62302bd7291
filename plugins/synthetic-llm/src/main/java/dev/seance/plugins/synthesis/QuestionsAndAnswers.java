// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.synthesis;

import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import java.util.ArrayList;
import java.util.List;

/** Reads conversations in lines that begin with {@code Q:} and {@code A:}; a line that begins with neither goes on with the turn before. */
final class QuestionsAndAnswers {

    private QuestionsAndAnswers() {}

    /**
     * The turns of a conversation.
     *
     * @param exchanges how many questions with answers it must have
     */
    static List<Turn> read(String text, int exchanges) throws FormedAnswers.NotInForm {
        List<StringBuilder> said = new ArrayList<>();
        List<Role> roles = new ArrayList<>();
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.startsWith("Q:") || line.startsWith("A:")) {
                roles.add(line.startsWith("Q:") ? Role.USER : Role.ASSISTANT);
                said.add(new StringBuilder(line.substring(2).strip()));
            } else if (!line.isEmpty() && !said.isEmpty()) {
                said.get(said.size() - 1).append('\n').append(line);
            }
        }
        List<Turn> turns = new ArrayList<>();
        for (int i = 0; i < said.size(); i++) {
            if (said.get(i).toString().isBlank() || roles.get(i) != (i % 2 == 0 ? Role.USER : Role.ASSISTANT)) {
                throw new FormedAnswers.NotInForm(
                        "turns must alternate, \"Q:\" first and \"A:\" after it, none of them empty.");
            }
            turns.add(new Turn(roles.get(i), said.get(i).toString()));
        }
        if (turns.size() != 2 * exchanges) {
            throw new FormedAnswers.NotInForm("there must be " + exchanges + " lines that begin with \"Q:\" and "
                    + exchanges + " that begin with \"A:\".");
        }
        return turns;
    }
}
