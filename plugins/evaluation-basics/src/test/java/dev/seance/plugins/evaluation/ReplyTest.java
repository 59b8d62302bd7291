// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyTest {

    @Test
    void seesLoops() {
        assertThat(reply("Why?", "And so on, and so on, and so on.", true).isLoop())
                .isTrue();
        assertThat(reply("Why?", "And so on, and so on, and so forth.", true).isLoop())
                .isFalse();
        assertThat(reply("Why?", "", true).isLoop()).isFalse();
    }

    @Test
    void seesEchoesOfTheQuestionAndOfItsOwnEarlierReplies() {
        assertThat(reply("Who goes there?", "Who goes there, sir? A friend.", true)
                        .isEcho())
                .isTrue();
        assertThat(reply("Who goes there?", "Who goes?", true).isEcho()).isFalse();
        Question question = new Question(List.of("Who?", "And why?"), new Topic(List.of()), "");
        assertThat(new Reply(question, List.of("A good friend."), "A good friend, sir.", true).isEcho())
                .isTrue();
        assertThat(new Reply(question, List.of("No."), "No, sir.", true).isEcho())
                .isFalse();
        assertThat(new Reply(question, List.of("..."), "A friend, sir.", true).isEcho())
                .isFalse();
    }

    @Test
    void isNoAnswerByTheWordsOfTheQuestion() {
        Question question = new Question(
                List.of("I keep bees.", "What do they eat?"), new Topic(List.of("bee", "honey", "eat", "clover")), "");
        assertThat(question.topic().words()).containsExactly("honey", "clover");
        assertThat(new Reply(question, List.of(), "Bees eat, sir.", true).answers())
                .isFalse();
        assertThat(new Reply(question, List.of(), "Their honeycomb.", true).answers())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "sea, The seas are high., true",
        "sea, The season is short., false",
        "farm, A farmer knows., true",
        "art, An article., false",
        "patien, Have patience., true",
        "patien, Be impatient., false",
        "mouse, Mice., false"
    })
    void takesLongTopicWordsAsBeginningsAndShortOnesWhole(String word, String text, boolean found) {
        assertThat(new Topic(List.of(word)).isIn(new Topic.Words(text))).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource({
        "It is late., true, true",
        "It is late, true, false",
        "It is late., false, false",
        "Too late., true, false",
        "where are you?, true, false",
        "'He said, \"It is late.\"', true, true"
    })
    void knowsProperForm(String text, boolean ended, boolean proper) {
        assertThat(reply("Where are you?", text, ended).isInProperForm()).isEqualTo(proper);
    }

    private static Reply reply(String question, String text, boolean ended) {
        return new Reply(new Question(List.of(question), new Topic(List.of()), ""), List.of(), text, ended);
    }
}
