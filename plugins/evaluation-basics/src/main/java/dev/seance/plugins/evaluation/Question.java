// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.evaluation;

import dev.seance.api.run.UserError;
import dev.seance.kit.text.LanguageCodes;
import dev.seance.kit.text.ListFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A question, and how an answer to it is told.
 *
 * @param text the question
 * @param topic beginnings of words, in small letters, that an answer to the point mostly has one of; none that begins a
 *     word of the question
 */
record Question(String text, List<String> topic) {

    private static final String EXPECTED = "lines QUESTION, tab, beginnings of words divided by commas";

    /**
     * Reads questions.
     *
     * @param file the user's own
     * @param language the language of the plugin's, where there is no file
     * @param count how many, spread evenly; 0 for all
     * @throws UserError when there are none, or a line is none
     */
    static List<Question> read(Optional<Path> file, String language, int count) {
        List<Question> all = new ArrayList<>();
        if (file.isPresent()) {
            for (ListFile.Line line : ListFile.read(file.get(), "a file of " + EXPECTED)) {
                all.add(parse(line.text(), line.where()));
            }
        } else {
            bundled(language)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> all.add(parse(line, "questions.txt")));
        }
        if (all.isEmpty()) {
            throw new UserError(file.map(path -> path + " has no questions; give " + EXPECTED)
                    .orElse("there are no questions in " + language + "; give your own with 'questions'"));
        }
        if (count == 0 || count >= all.size()) {
            return all;
        }
        List<Question> some = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            some.add(all.get((int) ((long) i * all.size() / count)));
        }
        return some;
    }

    private static String bundled(String language) {
        try (InputStream in = Question.class.getResourceAsStream(LanguageCodes.of(language) + "/questions.txt")) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Question parse(String line, String where) {
        String[] fields = line.split("\t");
        if (fields.length != 2 || fields[0].isBlank()) {
            throw new UserError(where + ": '" + line + "' is no question; give " + EXPECTED);
        }
        String[] asked = words(fields[0]);
        List<String> topic = Arrays.stream(fields[1].split(","))
                .map(word -> word.strip().toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty() && Arrays.stream(asked).noneMatch(said -> said.startsWith(word)))
                .toList();
        return new Question(fields[0].strip(), topic);
    }

    /** Whether a reply has a word that an answer to the point has and the question has not. */
    boolean isAnsweredBy(String reply) {
        return Arrays.stream(words(reply)).anyMatch(word -> topic.stream().anyMatch(word::startsWith));
    }

    private static String[] words(String text) {
        return Reply.normalized(text).split(" ");
    }
}
