// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A model that was trained on Seance's own templates must not have learnt what it is asked. */
class QuestionsAreInNoTemplateTest {

    /** Of all words of a turn and a line, the share that both have, from which on one is nearly the other. */
    private static final double NEARLY = 0.6;

    /** A shorter line, such as "what do you do", is part of much that has nothing to do with it. */
    private static final int MIN_WORDS = 4;

    @Test
    void noTurnIsNearlyALineOfATemplate() throws IOException {
        List<String> lines = TrainingTemplates.all();
        assertThat(lines).hasSizeGreaterThan(5000);
        Lines templates = new Lines(lines);
        List<String> near = QuestionFile.read(Optional.empty(), "English").stream()
                .flatMap(question -> question.turns().stream())
                .flatMap(turn -> templates.near(turn).stream().map(line -> "'" + turn + "' is nearly '" + line + "'"))
                .toList();
        assertThat(near).isEmpty();
    }

    @Test
    void itWouldBeFound() throws IOException {
        Lines asked = new Lines(TrainingTemplates.asked());
        assertThat(asked.near("What do you think of the sea?")).contains("what do you think of the sea");
        assertThat(asked.near("What, sir, is the best kind of a ship?")).contains("what is the best kind of ship");
        assertThat(asked.near("I have a cold. What helps, and what does harm?")).contains("i have a cold");
        assertThat(asked.near("Where may one buy a good umbrella?")).isEmpty();
        assertThat(new Lines(TrainingTemplates.replies()).near("A ship under full sail is the noblest of things"))
                .isEmpty();
        assertThat(TrainingTemplates.replies())
                .anyMatch(line -> line.startsWith("a ship under full sail sir is the noblest thing"))
                .noneMatch(line -> line.contains("("));
    }

    private static Set<String> wordsOf(String text) {
        return Set.copyOf(List.of(Reply.normalized(text).split(" ")));
    }

    /** Lines, and for each word in which of them it is. */
    private static final class Lines {

        private final List<String> lines;
        private final List<Set<String>> words;
        private final Map<String, List<Integer>> having = new HashMap<>();

        Lines(List<String> lines) {
            this.lines = lines.stream().distinct().toList();
            this.words = this.lines.stream()
                    .map(QuestionsAreInNoTemplateTest::wordsOf)
                    .toList();
            for (int i = 0; i < words.size(); i++) {
                for (String word : words.get(i)) {
                    having.computeIfAbsent(word, none -> new ArrayList<>()).add(i);
                }
            }
        }

        /** The lines that are nearly a turn, or that it has in it as a whole. */
        List<String> near(String turn) {
            Set<String> said = wordsOf(turn);
            int[] shared = new int[lines.size()];
            said.forEach(word -> having.getOrDefault(word, List.of()).forEach(line -> shared[line]++));
            return IntStream.range(0, shared.length)
                    .filter(i -> shared[i] > 0)
                    .filter(i ->
                            shared[i] >= NEARLY * (said.size() + words.get(i).size() - shared[i])
                                    || shared[i] == words.get(i).size() && isIn(lines.get(i), turn))
                    .mapToObj(lines::get)
                    .toList();
        }

        private static boolean isIn(String line, String turn) {
            return wordsOf(line).size() >= MIN_WORDS && (" " + Reply.normalized(turn) + " ").contains(" " + line + " ");
        }
    }
}
