// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scenes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SceneBookTest {

    private static final Set<String> GIVEN = Set.of("self", "year", "person", "place", "place2", "thing");

    @Test
    void namesNoListThatIsNotThere() {
        SceneBook book = SceneBook.bundled();
        Set<String> slots = new TreeSet<>();
        book.topics().forEach(topic -> {
            topic.questions().forEach(phrase -> phrase.slots(slots::add));
            topic.replies().forEach(phrase -> phrase.slots(slots::add));
            topic.more().forEach(phrase -> phrase.slots(slots::add));
        });
        book.lists().forEach((name, phrases) -> {
            if (!name.equals("ask")) {
                phrases.forEach(phrase -> phrase.slots(slots::add));
            }
        });
        slots.removeAll(GIVEN);
        assertThat(book.lists().keySet()).containsAll(slots);
    }

    @Test
    void hasManyTopicsWithSeveralQuestionsAndReplies() {
        SceneBook book = SceneBook.bundled();
        assertThat(book.topics()).hasSizeGreaterThan(60).allSatisfy(topic -> assertThat(topic.replies())
                .as(topic.name())
                .hasSizeGreaterThanOrEqualTo(2));
    }

    @Test
    void readsChoicesWithinChoices() {
        SceneBook book = SceneBook.parse("[list ask]\nWhat of {subject}?\n[list colour]\nred\n[topic hat]\n= hats\n"
                + "? (A (big|small)|The) hat?\n> It is {colour}(, sir|).\n");
        Expansion expansion = new Expansion(book, new Setting(Map.of()), new Random(1), Map.of());
        Set<String> said = new TreeSet<>();
        for (int i = 0; i < 200; i++) {
            said.add(expansion.oneOf(book.topics().get(0).questions()));
            said.add(expansion.oneOf(book.topics().get(0).replies()));
        }
        assertThat(said)
                .containsExactlyInAnyOrder(
                        "A big hat?", "A small hat?", "The hat?", "What of hats?", "It is red.", "It is red, sir.");
    }

    @Test
    void saysWhatIsWrongWithALine() {
        assertThatThrownBy(() -> SceneBook.parse("[topic hat]\n? What (hat?\n"))
                .hasMessageContaining("never closed in: What (hat?");
        assertThatThrownBy(() -> SceneBook.parse("[topic hat]\nWhat hat?\n")).hasMessageContaining("topic hat");
    }

    @ParameterizedTest
    @CsvSource({
        "Do you know any stories., Do you know any stories?",
        "I feel ill?, I feel ill.",
        "Good day. Is it cold., Good day. Is it cold?",
        "'Tell me more, please.', 'Tell me more, please.'",
        "What weather we are having?, What weather we are having."
    })
    void endsQuestionsAsQuestions(String line, String expected) {
        assertThat(Prose.asked(line)).isEqualTo(expected);
    }

    @Test
    void makesSentencesWellFormed() {
        assertThat(Prose.tidy("to see  a engine , sir. it is a universal joy"))
                .isEqualTo("To see an engine, sir. It is a universal joy");
    }

    @Test
    void surveysNamesByTheCompanyTheyKeep() {
        CorpusSurvey survey = new CorpusSurvey();
        for (int i = 0; i < 5; i++) {
            survey.add(
                    "We met Mrs. Alder in Saltmere, and a gull sat at Saltmere upon the gull of stone. The same day.");
        }
        assertThat(survey.found())
                .containsEntry(Setting.PERSON, List.of("Mrs. Alder"))
                .containsEntry(Setting.PLACE, List.of("Saltmere"))
                .containsEntry(Setting.THING, List.of("gull"));
    }

    private static final String HATS =
            "[list ask]\nWhat of {subject}?\n[list close]\nSo it is.\n[list hail]\nSir\n[list greeting]\nHello.\n"
                    + "[list king]\n<1714-1829>King George\n[topic hat]\n= hats\n"
                    + "> <1800->A tall (black|<1850->silk) hat, sir, is what the gentlemen wear in town.\n"
                    + "> {king} wears a hat like that, and so do all his lords.\n[topic cap <1900->]\n= caps\n> A cap.\n";

    @ParameterizedTest
    @CsvSource({"1750, 1", "1810, 2", "1840, 1", "1860, 2", "1905, 3"})
    void countsWhatCanBeSaidInAYearBeforeNamesArePutIn(int year, int replies) {
        assertThat(SceneLimit.of(SceneBook.parse(HATS).at(year), ScenesGeneratorTest.victorian(1))
                        .replies())
                .isEqualTo(replies);
    }

    @Test
    void dropsASceneThatCannotBeWrittenAndSaysWhy() {
        SceneBook book = SceneBook.parse(
                        HATS.replace("A tall (black|<1850->silk) hat", "A hat " + "and a hat ".repeat(20)))
                .at(1840);
        SceneWriter writer =
                new SceneWriter(book, Setting.of(SceneBook.bundled(), Map.of()), ScenesGeneratorTest.victorian(1));
        assertThatThrownBy(() -> {
                    for (int seed = 0; seed < 50; seed++) {
                        writer.write(new Random(seed));
                    }
                })
                .isInstanceOf(SceneWriter.NotWritten.class)
                .hasMessage("no reply of 8 to 40 words on 'hat' in 100 tries");
    }

    @Test
    void hasNoListThatComesBackToItself() {
        SceneBook book = SceneBook.bundled();
        for (String start : book.lists().keySet()) {
            Set<String> reached = new TreeSet<>();
            Set<String> next = Set.of(start);
            while (!next.isEmpty() && reached.addAll(next)) {
                Set<String> slots = new TreeSet<>();
                next.stream()
                        .flatMap(name -> book.lists().getOrDefault(name, List.of()).stream())
                        .forEach(phrase -> phrase.slots(slots::add));
                next = slots;
                assertThat(next).as("from {%s}", start).doesNotContain(start);
            }
        }
    }

    @Test
    void asksOfNobodyWhomItCannotKnow() {
        SceneBook.bundled().topics().forEach(topic -> topic.questions()
                .forEach(question ->
                        question.slots(slot -> assertThat(slot).as(topic.name()).isNotEqualTo(Setting.PERSON))));
    }
}
