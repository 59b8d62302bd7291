// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.corpus.DocumentFilter;
import dev.seance.api.corpus.Verdict;
import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.dialogue.Origin;
import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.api.run.StepContext;
import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import dev.seance.api.step.StepInputs;
import dev.seance.api.synthesis.Generated;
import dev.seance.api.synthesis.LlmException;
import dev.seance.api.synthesis.SynthesisSession;
import dev.seance.api.synthesis.SyntheticGenerator;
import dev.seance.api.testing.TestContext;
import dev.seance.core.store.DialogueJson;
import dev.seance.kit.stage.ExtensionRef;
import dev.seance.kit.stage.OptionValues;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SynthesisTest {

    @TempDir
    Path folder;

    private static Dialogue dialogue(String item) {
        return new Dialogue(
                item,
                List.of(new Turn(Role.USER, "Tell of " + item), new Turn(Role.ASSISTANT, "Née 🎩 " + item)),
                new Origin("llm", "", "haiku", ""));
    }

    @Nested
    class Journal {

        private Path file;

        @BeforeEach
        void name() {
            file = folder.resolve("items.jsonl");
        }

        @Test
        void remembersFinishedItemsAlsoThoseThatCameToNothing() throws IOException {
            try (SynthesisJournal journal = SynthesisJournal.open(file)) {
                journal.add("a", Generated.of(List.of(dialogue("a"), dialogue("a2"))));
                journal.add("b\n\u2028 \"b\"", Generated.of(List.of()));
            }
            try (SynthesisJournal journal = SynthesisJournal.open(file)) {
                assertThat(journal.of("a").dialogues()).containsExactly(dialogue("a"), dialogue("a2"));
                assertThat(journal.of("b\n\u2028 \"b\"").dialogues()).isEmpty();
                assertThat(journal.has("c")).isFalse();
            }
        }

        @Test
        void survivesAKillAtAnyByteOfTheLastLine() throws IOException {
            try (SynthesisJournal journal = SynthesisJournal.open(file)) {
                journal.add("a", Generated.of(List.of(dialogue("a"))));
            }
            byte[] first = Files.readAllBytes(file);
            try (SynthesisJournal journal = SynthesisJournal.open(file)) {
                journal.add("b", Generated.of(List.of(dialogue("b"))));
            }
            byte[] both = Files.readAllBytes(file);
            for (int length = first.length; length < both.length; length++) {
                Files.write(file, Arrays.copyOf(both, length));
                try (SynthesisJournal journal = SynthesisJournal.open(file)) {
                    assertThat(journal.has("a")).isTrue();
                    assertThat(journal.has("b")).as("cut at %d", length).isFalse();
                    journal.add("b", Generated.of(List.of(dialogue("b"))));
                }
                assertThat(Files.readAllBytes(file)).as("cut at %d", length).isEqualTo(both);
            }
        }

        @Test
        void setsDamagedLinesAsideAndSaysWhatIsLost() throws IOException {
            String sound = "{\"item\":\"a\",\"dialogues\":[]}\n";
            String noDialogue = "{\"item\":\"b\",\"dialogues\":[{}]}\n";
            String zeros = "\0\0\0\0\n";
            String other = "{\"item\":\"d\",\"dialogues\":[]}\n";
            Files.writeString(file, sound + noDialogue + zeros + other + "{\"item\":\"to");

            try (SynthesisJournal journal = SynthesisJournal.open(file)) {
                assertThat(journal.losses())
                        .isEqualTo(file + ": 2 of 4 lines are damaged (line 2 is the first); moved to"
                                + " items.jsonl.damaged, and the items are made again");
                assertThat(journal.has("a") && journal.has("d")).isTrue();
                assertThat(journal.has("b")).isFalse();
            }
            assertThat(file).hasContent(sound + other);
            assertThat(folder.resolve("items.jsonl.damaged")).hasContent(noDialogue + zeros);
            try (SynthesisJournal journal = SynthesisJournal.open(file)) {
                assertThat(journal.losses()).as("it was said once").isEmpty();
            }
        }

        @Test
        void losesNoSoundLineWhateverByteIsDamaged() throws IOException {
            long seed = Long.getLong("seed", System.nanoTime());
            Random random = new Random(seed);
            try (SynthesisJournal journal = SynthesisJournal.open(file)) {
                for (int i = 0; i < 12; i++) {
                    journal.add("item-" + i, Generated.of(List.of(dialogue("item-" + i))));
                }
            }
            byte[] whole = Files.readAllBytes(file);
            for (int i = 0; i < 200; i++) {
                byte[] damaged = whole.clone();
                int at = random.nextInt(damaged.length);
                damaged[at] = (byte) random.nextInt(32); // what no line of JSON has within
                Files.write(file, damaged);
                try (SynthesisJournal journal = SynthesisJournal.open(file)) {
                    long lost = IntStream.range(0, 12)
                            .filter(item -> !journal.has("item-" + item))
                            .count();
                    // A byte that ended a line joins two; a new line end cuts one in two.
                    assertThat(lost).as("seed %d, byte %d", seed, at).isLessThanOrEqualTo(2);
                }
            }
        }

        @Test
        void forcesABatchOntoTheDiskByCountAndEachItemThatTookASecond() throws IOException {
            long[] nanos = {0};
            try (SynthesisJournal journal = SynthesisJournal.open(file, () -> nanos[0])) {
                journal.add("first", Generated.of(List.of()));
                assertThat(journal.forces()).isEqualTo(1);
                for (int i = 0; i < SynthesisJournal.BATCH_ITEMS - 1; i++) {
                    journal.add("quick-" + i, Generated.of(List.of()));
                }
                assertThat(journal.forces()).isEqualTo(1);
                journal.add("one more", Generated.of(List.of()));
                assertThat(journal.forces()).isEqualTo(2);
                nanos[0] += 1_000_000_000L;
                journal.add("slow", Generated.of(List.of()));
                assertThat(journal.forces()).isEqualTo(3);
                journal.add("long", Generated.of(List.of(dialogue("x".repeat(1 << 20)))));
                assertThat(journal.forces()).isEqualTo(4);
            }
        }

        @Test
        void keepsAnAnswerWithHalfASurrogatePair() throws IOException {
            Dialogue half = new Dialogue(
                    "h",
                    List.of(new Turn(Role.USER, "?"), new Turn(Role.ASSISTANT, "cut \uD83C")),
                    new Origin("llm", "", "", ""));
            try (SynthesisJournal journal = SynthesisJournal.open(file)) {
                journal.add("h", Generated.of(List.of(half)));
            }
            try (SynthesisJournal journal = SynthesisJournal.open(file)) {
                assertThat(journal.of("h").dialogues().get(0).turns().get(1).text())
                        .isEqualTo("cut \uFFFD");
            }
        }
    }

    /** Twenty items; counts what is asked, and can be made to fail or to be stopped. */
    private static final class Scenes implements SyntheticGenerator, SynthesisSession {

        private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
        private final List<String> judged = new ArrayList<>();
        private UnaryOperator<String> before = item -> item;
        private boolean judging;

        @Override
        public SynthesisSession open(StepInputs inputs, StepContext context) {
            return this;
        }

        @Override
        public List<String> items() {
            return IntStream.range(0, 20).mapToObj(i -> "item-" + i).toList();
        }

        @Override
        public Generated generate(String item) {
            before.apply(item);
            asked.add(item);
            return item.endsWith("7") ? Generated.dropped("a seven") : Generated.of(List.of(dialogue(item)));
        }

        @Override
        public Generated judge(String item, Generated made) {
            judged.add(item);
            return judging && judged.size() == 3 ? Generated.dropped("the third") : made;
        }
    }

    @Nested
    class Maker {

        private final Scenes scenes = new Scenes();
        private final List<StepResources.NamedFilter> filters = new ArrayList<>();
        private TestContext context;
        private Path output;

        @BeforeEach
        void prepare() throws IOException {
            context = new TestContext(folder, 1);
            output = Files.createDirectories(folder.resolve("output"));
        }

        private Map<String, Double> make(int threads) throws IOException {
            return new SyntheticExecutor(
                            scenes, StepInputs.NONE, new ReplyFilters(filters), new ThreadStageRunner(threads))
                    .make(output, context);
        }

        @Test
        void writesTheDialoguesInTheItemsOrder() throws IOException {
            Map<String, Double> figures = make(4);

            List<String> expected = scenes.items().stream()
                    .filter(item -> !item.endsWith("7"))
                    .map(item -> DialogueJson.write(dialogue(item)))
                    .toList();
            assertThat(Files.readAllLines(output.resolve("dialogues.jsonl"))).isEqualTo(expected);
            long bytes = scenes.items().stream()
                    .filter(item -> !item.endsWith("7"))
                    .flatMap(item -> dialogue(item).turns().stream())
                    .mapToLong(turn -> turn.text().getBytes(StandardCharsets.UTF_8).length)
                    .sum();
            assertThat(figures)
                    .containsAllEntriesOf(Map.of("dialogues", 18.0, "bytes", (double) bytes, "dropped: a seven", 2.0));
        }

        @Test
        void judgesEachItemBesideThoseBeforeItInTheirOrderAlsoAfterAKill() throws IOException {
            scenes.judging = true;
            make(4);
            assertThat(scenes.judged).isEqualTo(scenes.items());
            scenes.judged.clear();

            assertThat(make(1)).containsEntry("dropped: the third", 1.0);
            assertThat(scenes.judged).as("from the journal as well").isEqualTo(scenes.items());
            assertThat(Files.readAllLines(output.resolve("dialogues.jsonl")))
                    .hasSize(17)
                    .noneMatch(line -> line.contains("item-2\""));
        }

        @Test
        void filtersJudgeTheRepliesAndNotTheQuestions() throws IOException {
            DocumentFilter filter = document -> document.text().endsWith("item-3")
                    ? Verdict.dropped("threes", "")
                    : document.text().endsWith("item-4")
                            ? Verdict.changed(document.withText("Changed."), "fours")
                            : document.text().contains("Tell")
                                    ? Verdict.dropped("a question was judged", "")
                                    : Verdict.kept();
            filters.add(new StepResources.NamedFilter(
                    "numbers", filter, new ExtensionRef("numbers", "Numbers", new OptionValues(Map.of()))));

            assertThat(make(3)).containsEntry("dropped: numbers: threes", 1.0).containsEntry("dialogues", 17.0);
            assertThat(Files.readAllLines(output.resolve("dialogues.jsonl")))
                    .noneMatch(line -> line.contains("\"item-3\""))
                    .anyMatch(line -> line.contains("\"item-4\"") && line.contains("Changed."));
        }

        @Test
        void neverAsksTwiceForAnItemThatIsFinished() throws IOException {
            for (int failing : new int[] {0, 5, 5, 13, 19}) {
                scenes.before = item -> {
                    if (item.equals("item-" + failing)) {
                        throw new LlmException("too many requests", true, null);
                    }
                    return item;
                };
                try {
                    make(3);
                } catch (LlmException e) {
                    assertThat(e).hasMessage("too many requests");
                }
            }
            scenes.before = item -> item;
            make(3);

            assertThat(scenes.asked).containsExactlyInAnyOrderElementsOf(scenes.items());
            assertThat(Files.readAllLines(output.resolve("dialogues.jsonl"))).hasSize(18);
        }

        @Test
        void stopsBeforeTheNextItemAndKeepsTheFinishedOnes() throws IOException {
            context.stoppingWhen(() -> scenes.asked.size() >= 6);
            assertThatThrownBy(() -> make(1)).isInstanceOf(StopException.class).hasMessage("finished items are saved");
            assertThat(scenes.asked).hasSize(6);

            context.stoppingWhen(() -> false);
            make(1);
            assertThat(scenes.asked).isEqualTo(scenes.items());
        }

        @Test
        void saysThatNothingCameOfIt() {
            SyntheticGenerator silent = (inputs, context) -> new SynthesisSession() {
                @Override
                public List<String> items() {
                    return List.of("a", "b");
                }

                @Override
                public Generated generate(String item) {
                    return Generated.of(List.of());
                }
            };

            assertThatThrownBy(() -> new SyntheticExecutor(
                                    silent, StepInputs.NONE, new ReplyFilters(List.of()), new ThreadStageRunner(1))
                            .make(output, context))
                    .isInstanceOf(UserError.class)
                    .hasMessage("[test-step] none of 2 items came to a dialogue; look at the step's options");
        }
    }
}
