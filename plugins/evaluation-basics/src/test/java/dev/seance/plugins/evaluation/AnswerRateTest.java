// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class AnswerRateTest {

    private static final int TRIALS = 40;

    private final List<Question> questions = QuestionFile.read(Optional.empty(), "English");

    /** Whoever says words of the period at random must come out at chance, in about 95 trials of 100. */
    @Test
    void babbleComesOutAtChance() throws IOException {
        List<String> words = TrainingTemplates.replies().stream()
                .flatMap(line -> List.of(line.split(" ")).stream())
                .toList();
        assertThat(contained(random -> sentence(words, 25, random))).isGreaterThanOrEqualTo(TRIALS * 9 / 10);
    }

    /** The hardest babble: nothing but topic words, so that chance is high. */
    @Test
    void babbleOfTopicWordsComesOutAtChance() {
        List<String> words = questions.stream()
                .flatMap(question -> question.topic().words().stream())
                .toList();
        assertThat(contained(random -> sentence(words, 12, random))).isGreaterThanOrEqualTo(TRIALS * 9 / 10);
    }

    /** Who says the question again, babbling, has words of its subject, but none that counts, nor by chance. */
    @Test
    void parrotsComeOutAtNothing() {
        AnswerRate rate = AnswerRate.of(questions.stream()
                .map(question -> reply(question, question.text() + " " + question.text()))
                .toList());
        assertThat(rate.rate()).isZero();
        assertThat(rate.byChance()).isZero();
    }

    @Test
    void answersComeOutFarAboveChance() {
        Random random = new Random(7);
        AnswerRate rate = AnswerRate.of(questions.stream()
                .map(question -> {
                    List<String> topic = question.topic().words();
                    return reply(question, "It is the " + topic.get(random.nextInt(topic.size())) + ", upon my word.");
                })
                .toList());
        assertThat(rate.rate()).isEqualTo(1);
        assertThat(rate.low()).isGreaterThan(0.98);
        assertThat(rate.byChance()).isLessThan(0.05);
    }

    @Test
    void takesSeveralRepliesToAQuestionForOne() {
        List<Reply> once = new ArrayList<>();
        for (Question question : questions.subList(0, 40)) {
            once.add(reply(
                    question, once.size() % 4 == 0 ? question.topic().words().get(0) : "No."));
        }
        List<Reply> thrice = new ArrayList<>(once);
        thrice.addAll(once);
        thrice.addAll(once);
        AnswerRate one = AnswerRate.of(once);
        AnswerRate three = AnswerRate.of(thrice);
        assertThat(three.rate()).isEqualTo(one.rate()).isEqualTo(0.25);
        assertThat(three.low()).isEqualTo(one.low()).isCloseTo(0.1419, Offset.offset(1e-3));
        assertThat(three.high()).isEqualTo(one.high()).isCloseTo(0.4019, Offset.offset(1e-3));
    }

    /** In how many of the trials the interval of the rate has chance in it. */
    private long contained(Function<Random, String> babbler) {
        long contained = 0;
        for (int seed = 0; seed < TRIALS; seed++) {
            Random random = new Random(seed);
            AnswerRate rate = AnswerRate.of(questions.stream()
                    .map(question -> reply(question, babbler.apply(random)))
                    .toList());
            contained += rate.low() <= rate.byChance() && rate.byChance() <= rate.high() ? 1 : 0;
        }
        return contained;
    }

    private static String sentence(List<String> words, int length, Random random) {
        List<String> said = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            said.add(words.get(random.nextInt(words.size())));
        }
        return String.join(" ", said) + ".";
    }

    private static Reply reply(Question question, String text) {
        return new Reply(question, List.of(), text, true);
    }
}
