// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scripted;

import dev.seance.api.dialogue.Turn;
import dev.seance.api.run.UserError;
import dev.seance.api.synthesis.LlmException;
import dev.seance.api.synthesis.LlmRequest;
import dev.seance.kit.text.ListFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Answers by phrases that requests have, in small letters. Immutable.
 *
 * @param byPhrase the answers to each phrase, in the file's order
 */
record Script(Map<String, List<String>> byPhrase) {

    private static final String EXPECTED = "lines [a phrase], or [] for any request, with an answer below each";

    /** @throws UserError when the file is no script, with the line */
    static Script read(Path file) {
        Map<String, List<StringBuilder>> read = new LinkedHashMap<>();
        StringBuilder answer = null;
        String begun = "";
        for (ListFile.Line line : ListFile.read(file, "a file with " + EXPECTED)) {
            String text = line.text().strip();
            if (text.startsWith("[") && text.endsWith("]")) {
                requireAnswer(answer, begun);
                begun = line.where();
                answer = new StringBuilder();
                String phrase = text.substring(1, text.length() - 1).strip().toLowerCase(Locale.ROOT);
                read.computeIfAbsent(phrase, any -> new ArrayList<>()).add(answer);
            } else if (answer == null) {
                throw new UserError(line.where() + ": '" + text + "' stands before the first phrase; give " + EXPECTED);
            } else {
                answer.append(answer.isEmpty() ? "" : "\n").append(text);
            }
        }
        if (answer == null) {
            throw new UserError(file + " has no answers; give " + EXPECTED);
        }
        requireAnswer(answer, begun);
        Map<String, List<String>> answers = new LinkedHashMap<>();
        read.forEach((phrase, all) ->
                answers.put(phrase, all.stream().map(StringBuilder::toString).toList()));
        return new Script(answers);
    }

    private static void requireAnswer(StringBuilder answer, String where) {
        if (answer != null && answer.isEmpty()) {
            throw new UserError(where + ": nothing stands below this phrase; give " + EXPECTED);
        }
    }

    /**
     * The answer to a request, the same whenever it is asked for.
     *
     * @throws LlmException when the request has none of the phrases
     */
    String answer(LlmRequest request) {
        String last = request.turns().get(request.turns().size() - 1).text();
        String asked = (request.system() + "\n" + last).toLowerCase(Locale.ROOT);
        for (Map.Entry<String, List<String>> entry : byPhrase.entrySet()) {
            if (asked.contains(entry.getKey())) {
                List<String> answers = entry.getValue();
                long number = request.sample() + texts(request).hashCode();
                return answers.get((int) Math.floorMod(number, (long) answers.size()));
            }
        }
        throw new LlmException(
                "the file of answers has none to '" + (last.length() > 80 ? last.substring(0, 80) + "..." : last)
                        + "'; add one, or one to any request below the line []",
                false,
                null);
    }

    private static List<String> texts(LlmRequest request) {
        return request.turns().stream().map(Turn::text).toList();
    }
}
