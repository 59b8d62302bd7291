// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.run.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuestionFileTest {

    private static final int TOPIC_WORDS = 10;

    @TempDir
    private Path folder;

    @Nested
    class ThePluginsOwn {

        private final List<Question> questions = QuestionFile.read(Optional.empty(), "English");

        @Test
        void areSeveralHundredMultiTurnOnesAmongThem() {
            assertThat(questions).hasSizeGreaterThanOrEqualTo(320);
            assertThat(questions.stream().filter(Question::isMultiTurn)).hasSizeGreaterThanOrEqualTo(60);
            assertThat(questions.stream().filter(question -> question.turns().size() == 3))
                    .hasSizeGreaterThanOrEqualTo(15);
            assertThat(questions.stream().flatMap(question -> question.turns().stream()))
                    .doesNotHaveDuplicates();
        }

        @Test
        void haveTenTopicWordsThatThePersonDoesNotSay() {
            // A word that the person says is left out as the file is read.
            assertThat(questions)
                    .allSatisfy(question -> assertThat(question.topic().words())
                            .as(question.toString())
                            .hasSize(TOPIC_WORDS)
                            .doesNotHaveDuplicates());
        }

        @Test
        void areAnsweredByEachOfTheirTopicWordsAndNotByTheQuestion() {
            for (Question question : questions) {
                for (String word : question.topic().words()) {
                    assertThat(says(question, "It is the " + word + ", I should say."))
                            .isTrue();
                }
                assertThat(says(question, String.join(" ", question.turns()))).isFalse();
            }
        }

        @Test
        void haveSomeOfEveryGroup() {
            Map<String, Long> groups =
                    questions.stream().collect(Collectors.groupingBy(Question::group, Collectors.counting()));
            assertThat(groups).hasSizeGreaterThanOrEqualTo(20).doesNotContainKey("");
            assertThat(groups.values()).allMatch(count -> count >= 15);
        }

        /** One of each group, answered as a person would who does not know the topic words. */
        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                Why does my chimney smoke?                      | The flue wants sweeping, I fear, and the wood may be damp.
                What can be done with stale bread?              | My mother made a pudding of it, with raisins.
                What is hail?                                   | Rain that froze as it fell.
                Why do wheels sink in a wet road?               | The mud gives way under them.
                How is a brick made?                            | They mould the clay, dry it, and fire it in a kiln.
                What do you do with old letters?                | I tie them up with a ribbon and put them away.
                What do you say to a bore?                      | I look at the weather and reach for my hat.
                Why do babies cry?                              | They are hungry, or a pin pricks them.
                How long should a man sleep?                    | Seven hours, and eight for a fool.
                Is gambling ever harmless?                      | For a penny at whist, perhaps.
                Why do bells ring before a service?             | To call the people in.
                How does an author live?                        | In a garret, mostly, and in debt.
                How is a fiddle string made?                    | They twist it out of the gut of a sheep.
                Why does a cock crow?                           | Because he sees the dawn and thinks it his doing.
                What kills a rose?                              | A hard frost in May.
                Who keeps a town clean?                         | Nobody, until it rains.
                How is scurvy kept off?                         | With the juice of lemons.
                How is a wall taken?                            | With ladders, and many dead.
                Who should sit upon a jury?                     | Twelve sober neighbours.
                Why does ice float?                             | It swells, and so it is lighter than the water.
                What is the use of tears?                       | They relieve the heart.
                Why did Rome fall?                              | From luxury, and then the Goths came.
                """)
        void areAnsweredByPlainAnswers(String text, String answer) {
            List<Question> asked = questions.stream()
                    .filter(question -> question.turns().equals(List.of(text)))
                    .toList();
            assertThat(asked).singleElement().matches(question -> says(question, answer));
        }

        @Test
        void areInEnglishAlone() {
            assertThatThrownBy(() -> QuestionFile.read(Optional.empty(), "German"))
                    .isInstanceOf(UserError.class)
                    .hasMessage("there are no questions in German; give your own with 'questions'");
        }

        private boolean says(Question question, String answer) {
            return new Reply(question, List.of(), answer, true).answers();
        }
    }

    @Test
    void readsTurnsTopicsAndGroups() throws IOException {
        assertThat(read("# mine\nWho?\tman, Woman\n[bees]\nI keep bees. | Should I?\tHoney,bees\n"))
                .containsExactly(
                        new Question(List.of("Who?"), new Topic(List.of("man", "woman")), ""),
                        new Question(List.of("I keep bees.", "Should I?"), new Topic(List.of("honey")), "[bees]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Who?", "\tman", "Who? | \tman", " | Who?\tman", "Who?\tman\tagain"})
    void refusesLinesThatAreNoQuestion(String line) {
        assertThatThrownBy(() -> read("Why?\tbecause\n" + line + "\n"))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        folder.resolve("questions.txt") + ", line 2: '" + line + "' is no question; give lines TURN |"
                                + " TURN ... (one or more), tab, topic words divided by commas");
    }

    @Test
    void refusesAFileWithoutQuestions() {
        assertThatThrownBy(() -> read("[bees]\n"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("questions.txt has no questions; give lines TURN");
    }

    private List<Question> read(String text) throws IOException {
        return QuestionFile.read(Optional.of(Files.writeString(folder.resolve("questions.txt"), text)), "English");
    }
}
