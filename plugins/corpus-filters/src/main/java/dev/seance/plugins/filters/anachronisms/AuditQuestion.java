// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.anachronisms;

import dev.seance.api.run.UserError;
import dev.seance.kit.text.ListFile;
import dev.seance.plugins.filters.Resources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A question whose answer became known in some year.
 *
 * @param year that year
 * @param question the question
 * @param answers beginnings of words, in small letters, one of which an answer by somebody who knows has
 */
record AuditQuestion(int year, String question, List<String> answers) {

    private static final int FIELDS = 3;
    private static final String EXPECTED = "lines YEAR, tab, question, tab, words divided by commas";

    /**
     * Reads questions.
     *
     * @param file the user's own; those of the plugin for a language, as an ISO 639-1 code, where there is none
     */
    static List<AuditQuestion> read(Optional<Path> file, String language) {
        List<AuditQuestion> questions = new ArrayList<>();
        if (file.isEmpty()) {
            for (String line : Resources.lines(AuditQuestion.class, language + "/audit-questions.txt")) {
                questions.add(parse(line, "audit-questions.txt"));
            }
            return questions;
        }
        for (ListFile.Line line : ListFile.read(file.get(), "a file of " + EXPECTED)) {
            questions.add(parse(line.text(), line.where()));
        }
        if (questions.isEmpty()) {
            throw new UserError(file.get() + " has no questions; give " + EXPECTED);
        }
        return questions;
    }

    private static AuditQuestion parse(String line, String where) {
        String[] fields = line.split("\t");
        if (fields.length != FIELDS || !fields[0].strip().matches("\\d{1,4}") || fields[1].isBlank()) {
            throw new UserError(where + ": '" + line + "' is no question; give " + EXPECTED);
        }
        List<String> answers = Arrays.stream(fields[2].split(","))
                .map(word -> word.strip().toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .toList();
        return new AuditQuestion(Integer.parseInt(fields[0].strip()), fields[1].strip(), answers);
    }

    /** Whether a reply has one of the answers: a word that begins so. */
    boolean isAnsweredBy(String reply) {
        for (String word : reply.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}-]+")) {
            if (answers.stream().anyMatch(word::startsWith)) {
                return true;
            }
        }
        return false;
    }
}
