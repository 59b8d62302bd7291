// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.run.UserError;
import dev.seance.api.step.StepInputs;
import dev.seance.api.synthesis.Generated;
import dev.seance.api.synthesis.LlmRequest;
import dev.seance.api.synthesis.SynthesisSession;
import dev.seance.api.synthesis.SyntheticGenerator;
import dev.seance.api.synthesis.SyntheticGeneratorContract;
import dev.seance.api.testing.ScriptedLlm;
import dev.seance.api.testing.TestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.ExtensionPoint;

class WrittenScenesTest extends SyntheticGeneratorContract {

    @TempDir
    Path folder;

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return WrittenScenes.class;
    }

    @Override
    protected SyntheticGenerator generator() {
        return generator(20, Given.llm(WrittenScenesTest::conversation));
    }

    @Override
    protected StepInputs inputs() {
        return Given.corpus();
    }

    /** As many questions and answers as were asked for. */
    private static String conversation(LlmRequest request) {
        Matcher count = Pattern.compile("(\\d+) questions")
                .matcher(request.turns().get(0).text());
        int exchanges = count.find() ? Integer.parseInt(count.group(1)) : 1;
        return "\n\nQ: hi, how's the weather?\nA: Foul, sir.\nIt has rained since Tuesday.\n".repeat(exchanges);
    }

    @Test
    void asksForTheNumberOfExchangesAndReadsThem() throws IOException {
        ScriptedLlm llm = Given.llm(WrittenScenesTest::conversation);
        List<Dialogue> rows = Given.dialogues(generator(200, llm).open(Given.corpus(), new TestContext(folder, 1)));

        assertThat(rows).hasSize(200);
        assertThat(rows).extracting(row -> row.turns().size()).containsOnly(2, 4, 6);
        assertThat(rows.get(0).turns().get(1).text()).isEqualTo("Foul, sir.\nIt has rained since Tuesday.");
        assertThat(rows.get(0).origin().kind()).isEqualTo("llm");
        assertThat(llm.requests()).extracting(LlmRequest::sample).doesNotHaveDuplicates();
        assertThat(llm.requests()).allSatisfy(request -> {
            assertThat(request.system())
                    .contains("Mrs. Quill, who lives in 1790")
                    .doesNotContain("{");
            assertThat(Given.lastTurn(request)).contains("This is how people wrote then:", "The old harbour");
        });
    }

    @Test
    void speaksOfNothingThatIsLaterThanTheEra() throws IOException {
        ScriptedLlm llm = Given.llm(WrittenScenesTest::conversation);
        generatorsOf(llm);
        assertThat(llm.requests())
                .noneMatch(request -> Given.lastTurn(request).matches("(?s).*(railway|telegraph|Darwin).*"));
        assertThat(llm.requests())
                .anyMatch(request -> Given.lastTurn(request).contains("a long journey by coach"))
                .anyMatch(request -> Given.lastTurn(request).contains("the person is rude and impatient"));
    }

    private void generatorsOf(ScriptedLlm llm) throws IOException {
        Given.dialogues(generator(1000, llm).open(StepInputs.NONE, new TestContext(folder, 1)));
    }

    @Test
    void asksOnceMoreForConversationsInOtherForms() throws IOException {
        ScriptedLlm llm = Given.llm(request ->
                request.turns().size() > 1 ? conversation(request) : "Person: Hello.\nMrs. Quill: Good morning.");
        assertThat(Given.dialogues(generator(5, llm).open(StepInputs.NONE, new TestContext(folder, 1))))
                .hasSize(5);
        assertThat(llm.requests()).hasSize(10);

        ScriptedLlm never = Given.llm(request -> "Q: Hello?\nQ: Anybody?");
        assertThat(Given.all(generator(1, never).open(StepInputs.NONE, new TestContext(folder, 1))))
                .containsExactly(Generated.dropped("not in the form asked for"));
    }

    @Test
    void takesPromptsAndListsOfTheUser() throws IOException {
        Files.writeString(
                folder.resolve("scenes-llm.txt"), "[system]\nBe {name}.\n\n# a note\n[user]\n{exchanges}: {topic}\n");
        Path topics = Files.writeString(folder.resolve("topics"), "1800- | steam\n-1795 | {braces} & wigs\n");
        ScriptedLlm llm = Given.llm(WrittenScenesTest::conversation);
        Given.dialogues(generator(3, llm, Optional.of(folder), Optional.of(topics), 0)
                .open(StepInputs.NONE, new TestContext(folder, 1)));
        assertThat(llm.requests()).extracting(LlmRequest::system).containsOnly("Be Mrs. Quill.");
        assertThat(llm.requests()).allMatch(request -> Given.lastTurn(request).endsWith(": {braces} & wigs"));
    }

    @Test
    void tellsWhatIsWrongWithPromptsAndLists() throws IOException {
        assertRefused(
                "[system]\nBe {nmae}.\n[user]\n{topic}", "scenes-llm.txt, line 2: nothing is known by the name {nmae}");
        assertRefused("Be kind.", "scenes-llm.txt, line 1: 'Be kind.' stands before [system]");
        assertRefused("[system]\nBe kind.", "has not both parts");
        Files.delete(folder.resolve("scenes-llm.txt"));
        Path topics = Files.writeString(folder.resolve("topics"), "18xx | steam\n");
        assertThatThrownBy(() -> open(Optional.empty(), Optional.of(topics)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("topics, line 1: '18xx' is no range of years");
        Files.writeString(topics, "1900- | motors\n");
        assertThatThrownBy(() -> open(Optional.empty(), Optional.of(topics)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("none of 1 topics belongs to 1714 to 1799");
        assertThatThrownBy(() -> open(Optional.of(folder.resolve("nowhere")), Optional.empty()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("nowhere is no folder");
    }

    private void assertRefused(String prompt, String message) throws IOException {
        Files.writeString(folder.resolve("scenes-llm.txt"), prompt);
        assertThatThrownBy(() -> open(Optional.of(folder), Optional.empty()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(message);
    }

    private void open(Optional<Path> prompts, Optional<Path> topics) throws IOException {
        generator(1, Given.llm(WrittenScenesTest::conversation), prompts, topics, 0.15)
                .open(StepInputs.NONE, new TestContext(folder, 1));
    }

    private static WrittenScenes generator(int conversations, ScriptedLlm llm) {
        return generator(conversations, llm, Optional.empty(), Optional.empty(), 0.15);
    }

    private static WrittenScenes generator(
            int conversations, ScriptedLlm llm, Optional<Path> prompts, Optional<Path> topics, double edges) {
        WrittenScenesOptions options = new WrittenScenesOptions(
                "haiku",
                "Mrs. Quill",
                1790,
                conversations,
                1,
                3,
                edges,
                topics,
                Optional.empty(),
                Optional.empty(),
                2,
                0.7,
                prompts,
                1714,
                1799,
                "English",
                1,
                400);
        return new WrittenScenes(options, Given.gateway(llm));
    }

    @Test
    void dropsConversationsThatAreNearlyOneBefore() throws IOException {
        SynthesisSession session = generator(20, Given.llm(WrittenScenesTest::conversation))
                .open(Given.corpus(), new TestContext(folder, 1));
        List<Generated> judged = new ArrayList<>();
        for (String item : session.items()) {
            judged.add(session.judge(item, session.generate(item)));
        }
        // The same question and reply once, twice or three times: as word triples the same or nearly.
        assertThat(judged.get(0).dialogues()).hasSize(1);
        assertThat(judged)
                .filteredOn(made -> made.dropped().equals(SimilarRows.REASON))
                .hasSizeGreaterThan(15);
    }

    @Test
    void dropsAReplyThatOnlyRepeatsItsQuestion() throws IOException {
        ScriptedLlm parrot = Given.llm(request -> conversation(request)
                .replaceAll("A: .*\\n.*", "A: How is the weather in the county to-day?")
                .replace("hi, how's the weather?", "How is the weather in the county to-day, sir?"));
        SynthesisSession session = generator(1, parrot).open(Given.corpus(), new TestContext(folder, 1));
        assertThat(session.generate(session.items().get(0)).dropped()).isEqualTo("a reply only repeats its question");
    }
}
