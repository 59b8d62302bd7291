// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scenes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.corpus.Words;
import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import dev.seance.api.step.StepInputs;
import dev.seance.api.synthesis.SynthesisSession;
import dev.seance.api.synthesis.SyntheticGenerator;
import dev.seance.api.synthesis.SyntheticGeneratorContract;
import dev.seance.api.testing.MemoryCorpus;
import dev.seance.api.testing.TestContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.ExtensionPoint;

class ScenesGeneratorTest extends SyntheticGeneratorContract {

    private static final String TEXT =
            "The boat was in Saltmere, and Captain Varley saw the boat. A boat came from Saltmere to the quay. ";

    @TempDir
    Path folder;

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return ScenesGenerator.class;
    }

    @Override
    protected SyntheticGenerator generator() {
        return new ScenesGenerator(victorian(60));
    }

    @Override
    protected StepInputs inputs() {
        return new StepInputs(
                List.of(MemoryCorpus.ofTexts(TEXT.repeat(10), "Nothing else.")), List.of(), List.of(), List.of());
    }

    @Test
    void repliesInFullSentencesOfAFitLength() throws IOException {
        assertThat(turns(3000, Role.ASSISTANT)).allSatisfy(reply -> {
            assertThat(Words.count(reply)).as(reply).isBetween(8L, 40L);
            assertThat(reply).matches("(?s)\\p{Lu}.*[.?!]").doesNotContain("{", "}", "(", "|", "  ", " ,", "..");
        });
    }

    @Test
    void variesItsQuestionsAndReplies() throws IOException {
        assertThat(turns(2000, Role.ASSISTANT).stream().distinct().count()).isGreaterThan(1800);
        assertThat(turns(2000, Role.USER).stream().distinct().count()).isGreaterThan(1000);
    }

    @Test
    void speaksOfWhatTheCorpusSpeaksOf() throws IOException {
        String said = String.join(" ", turns(500, Role.ASSISTANT));
        assertThat(List.of("Captain Varley", "Saltmere", "boat")).allMatch(said::contains);
    }

    @Test
    void answersWhoAndWhenByItsOptions() throws IOException {
        ScenesOptions options =
                new ScenesOptions(1000, 2, 4, "Mistress Quill", Optional.of(1702), true, 1000, 1690, 1710);
        assertThat(turns(new ScenesGenerator(options), Role.ASSISTANT))
                .anyMatch(reply -> reply.contains("Mistress Quill"))
                .anyMatch(reply -> reply.contains("1702"));
    }

    @Test
    void neverNamesModernThingsInAReplyAndAsksOfThemOnlyWhenTold() throws IOException {
        assertThat(turns(3000, Role.ASSISTANT))
                .noneMatch(reply -> reply.matches("(?i).*(internet|computer|television).*"));
        ScenesOptions without = options(3000, 2, 4, "Mr. Quill", 1851, false, 1000);
        assertThat(turns(new ScenesGenerator(without), Role.USER)).noneMatch(question -> question.contains("internet"));
    }

    @Test
    void keepsToTheTurnsAskedFor() throws IOException {
        ScenesOptions options = options(200, 4, 8, "Mr. Quill", 1851, true, 1000);
        assertThat(dialogues(new ScenesGenerator(options)))
                .extracting(dialogue -> dialogue.turns().size())
                .containsOnly(4, 6, 8);
    }

    @Test
    void makesDoWithItsOwnNamesWhenTheCorpusHasNone() throws IOException {
        StepInputs empty = new StepInputs(List.of(MemoryCorpus.ofTexts()), List.of(), List.of(), List.of());
        SynthesisSession session = generator().open(empty, new TestContext(folder, 1));
        assertThat(session.generate("scene-00001").dialogues()).hasSize(1);
    }

    @Test
    void stopsWhenAsked() {
        TestContext context = new TestContext(folder, 1).stoppingWhen(() -> true);
        assertThatThrownBy(() -> generator().open(inputs(), context)).isInstanceOf(StopException.class);
    }

    @Test
    void refusesAnOddNumberOfTurns() {
        assertThatThrownBy(() -> options(1, 3, 5, "Mr. Quill", 1851, true, 0))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("must be even");
    }

    @Test
    void endsWithTheLongestScenesThereCanBe() throws IOException {
        for (boolean modern : new boolean[] {true, false}) {
            ScenesOptions options =
                    options(50, ScenesOptions.MAX_TURNS, ScenesOptions.MAX_TURNS, "Mr. Quill", 1851, modern, 1000);
            assertThat(dialogues(new ScenesGenerator(options)))
                    .allSatisfy(dialogue -> assertThat(dialogue.turns()).hasSize(ScenesOptions.MAX_TURNS));
        }
    }

    @Test
    void endsWithTheLongestNameThereCanBe() throws IOException {
        ScenesOptions options = options(300, 2, 8, "a b ".repeat(10), 1851, true, 1000);
        assertThat(dialogues(new ScenesGenerator(options))).hasSize(300);
    }

    @Test
    void refusesOptionsOutOfRangeOrInContradiction() {
        refuses(() -> options(1, 400, 400, "Mr. Quill", 1851, true, 0), "min-turns 400 is not in 2..100");
        refuses(() -> options(1, 2, 400, "Mr. Quill", 1851, true, 0), "max-turns 400 is not in 2..100");
        refuses(() -> options(1, 8, 4, "Mr. Quill", 1851, true, 0), "max-turns 4 is below min-turns 8");
        refuses(() -> options(0, 2, 4, "Mr. Quill", 1851, true, 0), "conversations 0 is not in 1..99999");
        refuses(() -> options(1, 2, 4, " ", 1851, true, 0), "is not a name of 1 to 40 characters");
        refuses(() -> options(1, 2, 4, "Q".repeat(41), 1851, true, 0), "is not a name of 1 to 40");
        refuses(() -> options(1, 2, 4, "Mr.\nQuill", 1851, true, 0), "name 'Mr. Quill' is not a name");
        refuses(() -> options(1, 2, 4, "Mr. Quill", 0, true, 0), "year 0 is not in 1..9999");
        refuses(() -> options(1, 2, 4, "Mr. Quill", 1851, true, -1), "survey-words -1 is not in 0..");
        refuses(
                () -> options(1, 2, 4, "Mr. Quill", 1920, true, 0),
                "year 1920 is not in the era, 1837 to 1901; set year to one of these, or leave it out for 1869");
    }

    /** Of the fifties of the nineteenth century. */
    static ScenesOptions victorian(int conversations) {
        return options(conversations, 2, 4, "Mr. Chatterbox", 1851, true, 5_000_000);
    }

    private static ScenesOptions options(
            int conversations, int minTurns, int maxTurns, String name, int year, boolean modern, long words) {
        return new ScenesOptions(conversations, minTurns, maxTurns, name, Optional.of(year), modern, words, 1837, 1901);
    }

    @Test
    void refusesMoreScenesThanThereIsToSayWhilePlanning() {
        int most =
                (int) SceneLimit.of(SceneBook.bundled().at(1851), victorian(1)).scenes(victorian(1));
        assertThat(new ScenesGenerator(victorian(most)).forecast()).isEmpty();
        assertThatThrownBy(() -> new ScenesGenerator(victorian(most + 1)).forecast())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("conversations " + (most + 1) + " is more than there is to say")
                .hasMessageContaining("set conversations to " + most + " or less");
        assertThatThrownBy(() -> new ScenesGenerator(victorian(20_000)).open(inputs(), new TestContext(folder, 1)))
                .isInstanceOf(UserError.class);
    }

    private static void refuses(ThrowingCallable options, String message) {
        assertThatThrownBy(options).isInstanceOf(UserError.class).hasMessageContaining(message);
    }

    private List<String> turns(int scenes, Role role) throws IOException {
        return turns(new ScenesGenerator(victorian(scenes)), role);
    }

    private List<String> turns(SyntheticGenerator generator, Role role) throws IOException {
        return dialogues(generator).stream()
                .flatMap(dialogue -> dialogue.turns().stream())
                .filter(turn -> turn.role() == role)
                .map(Turn::text)
                .toList();
    }

    private List<Dialogue> dialogues(SyntheticGenerator generator) throws IOException {
        SynthesisSession session = generator.open(inputs(), new TestContext(folder, 1837));
        List<Dialogue> all = new ArrayList<>();
        for (String item : session.items()) {
            all.addAll(session.generate(item).dialogues());
        }
        return all;
    }
}
