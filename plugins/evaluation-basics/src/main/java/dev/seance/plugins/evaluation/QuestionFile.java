// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.evaluation;

import dev.seance.api.run.UserError;
import dev.seance.kit.text.ListFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads questions: the user's or the plugin's, whose file says at its top how to read a line. */
final class QuestionFile {

    private static final String EXPECTED = "lines TURN | TURN ... (one or more), tab, topic words divided by commas";

    private final List<Question> questions = new ArrayList<>();
    private String group = "";

    private QuestionFile() {}

    /**
     * The questions, in the file's order.
     *
     * @param file the user's own
     * @param language the language of the plugin's, where there is no file
     * @throws UserError when there are none, or a line is none
     */
    static List<Question> read(Optional<Path> file, String language) {
        QuestionFile reader = new QuestionFile();
        if (file.isPresent()) {
            ListFile.read(file.get(), "a file of " + EXPECTED).forEach(line -> reader.add(line.text(), line.where()));
        } else {
            LanguageList.lines(language, "questions.txt").forEach(line -> reader.add(line, "questions.txt"));
        }
        if (reader.questions.isEmpty()) {
            throw new UserError(file.map(path -> path + " has no questions; give " + EXPECTED)
                    .orElse("there are no questions in " + language + "; give your own with 'questions'"));
        }
        return List.copyOf(reader.questions);
    }

    private void add(String line, String where) {
        if (line.startsWith("[") && line.strip().endsWith("]")) {
            group = line.strip();
            return;
        }
        String[] fields = line.split("\t");
        List<String> turns =
                Arrays.stream(fields[0].split(" \\| ", -1)).map(String::strip).toList();
        if (fields.length != 2 || turns.stream().anyMatch(String::isEmpty)) {
            throw new UserError(where + ": '" + line + "' is no question; give " + EXPECTED);
        }
        List<String> topic = Arrays.stream(fields[1].split(","))
                .map(word -> word.strip().toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .toList();
        questions.add(new Question(turns, new Topic(topic), group));
    }
}
