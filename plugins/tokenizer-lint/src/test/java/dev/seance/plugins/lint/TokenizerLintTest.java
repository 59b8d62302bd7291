// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.corpus.Document;
import dev.seance.api.evaluation.Evaluation;
import dev.seance.api.evaluation.Evaluator;
import dev.seance.api.evaluation.EvaluatorContract;
import dev.seance.api.evaluation.ReportBlock;
import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import dev.seance.api.step.StepInputs;
import dev.seance.api.testing.MemoryCorpus;
import dev.seance.api.testing.TestContext;
import dev.seance.api.tokenizer.Vocabulary;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.pf4j.ExtensionPoint;

class TokenizerLintTest extends EvaluatorContract {

    private static final String PROSE = "the cat sat on the mat and the dog lay in the hall, and the cat was had. ";

    private LintOptions options = LintOptions.DEFAULT;

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return TokenizerLint.class;
    }

    @Override
    protected Evaluator evaluator() {
        return new TokenizerLint(options);
    }

    @Override
    protected StepInputs inputs() {
        return inputs(GreedyVocabulary.of(" the", " cat", " and", " unused"), MemoryCorpus.ofTexts(PROSE.repeat(30)));
    }

    private static StepInputs inputs(Vocabulary vocabulary, MemoryCorpus... corpora) {
        return new StepInputs(List.of(corpora), List.of(vocabulary), List.of(), List.of());
    }

    private Evaluation lintOn(Vocabulary vocabulary, MemoryCorpus... corpora) throws IOException {
        return evaluator().evaluate(inputs(vocabulary, corpora), new TestContext(workspace, 1));
    }

    private Evaluation lint(Vocabulary vocabulary, String... texts) throws IOException {
        return texts.length == 0 ? lintOn(vocabulary) : lintOn(vocabulary, MemoryCorpus.ofTexts(texts));
    }

    /** The row of a check: its name, verdict, figure, examples, advice. */
    private static List<String> row(Evaluation evaluation, String check) {
        ReportBlock.Table table = (ReportBlock.Table) evaluation.section().get(1);
        return table.rows().stream()
                .filter(row -> row.get(0).equals(check))
                .findFirst()
                .orElseThrow();
    }

    private static void assertFound(Evaluation evaluation, String check, String verdict, String... examples) {
        assertThat(row(evaluation, check).get(1)).as(check).isEqualTo(verdict);
        assertThat(row(evaluation, check).get(3)).as(check).isEqualTo(String.join(" ", examples));
        assertThat(row(evaluation, check).get(4)).as(check).contains(". ");
    }

    @Test
    void findsNoProblemInACompleteVocabulary() throws IOException {
        Evaluation whole = lint(GreedyVocabulary.of(" the"));
        assertThat(whole.failures()).isEmpty();
        assertThat(((ReportBlock.Paragraph) whole.section().get(0)).text())
                .isEqualTo("258 tokens, 7 checks: no problems found. No corpus was given, so compression and words were"
                        + " not checked.");
        assertThat(whole.metrics())
                .containsEntry("tokens", 258.0)
                .containsEntry("missingBytes", 0.0)
                .containsEntry("textsNotRoundTripped", 0.0)
                .containsEntry("duplicateTokens", 0.0)
                .doesNotContainKey("bytesPerToken");
    }

    @Nested
    class OfTheVocabularyAlone {

        @Test
        void findsAByteWithoutAToken() throws IOException {
            Evaluation found = lint(new GreedyVocabulary(List.of(0x00, 0xC3)));
            assertFound(found, "alphabet", "fail", "00", "C3");
            assertThat(found.metrics()).containsEntry("missingBytes", 2.0);
            assertThat(found.failures()).contains("alphabet: 2 bytes without a token (00)");
        }

        @Test
        void findsTokensOfTheSameBytes() throws IOException {
            Evaluation found = lint(GreedyVocabulary.of(" the", "a\n", " the"));
            assertFound(found, "duplicates", "fail", "\" the\" is 257 and 259");
            assertThat(found.failures())
                    .containsExactly("duplicates: 1 token with another's bytes (\" the\" is 257 and 259)");
        }

        @Test
        void findsTextThatDoesNotComeBack() throws IOException {
            Evaluation found = lint(new GreedyVocabulary(List.of()) {
                @Override
                public int[] encode(CharSequence text) {
                    return super.encode(text.toString().toLowerCase(Locale.ROOT));
                }
            });
            assertThat(row(found, "round trip").get(1)).isEqualTo("fail");
            assertThat(found.metrics().get("textsNotRoundTripped")).isGreaterThan(100);
            assertThat(found.failures()).singleElement().asString().startsWith("round trip: ");
        }

        @Test
        void findsIdsOutOfRange() throws IOException {
            Evaluation found = lint(new GreedyVocabulary(List.of()) {
                @Override
                public int[] encode(CharSequence text) {
                    return IntStream.concat(IntStream.of(super.encode(text)), IntStream.of(size()))
                            .toArray();
                }
            });
            assertThat(row(found, "ids").get(1)).isEqualTo("fail");
            assertThat(found.metrics()).containsEntry("idsOutOfRange", 2000.0);
        }

        @Test
        void findsMarkersThatTextCanSpell() throws IOException {
            GreedyVocabulary trusting = new GreedyVocabulary(List.of()) {
                @Override
                public int[] encode(CharSequence text) {
                    return text.toString().equals(MARKER) ? new int[] {0} : super.encode(text);
                }
            };
            Evaluation found = lint(trusting);
            assertFound(found, "special tokens", "fail", "<|endoftext|> in plain text is encoded as the special token");
            assertThat(found.failures())
                    .as("no gate by default")
                    .noneMatch(failure -> failure.startsWith("special tokens"));
            options = new LintOptions(
                    List.of(HardCheck.SPECIAL_TOKENS),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
            assertThat(lint(trusting).failures())
                    .singleElement()
                    .asString()
                    .contains("plain text becomes special tokens");
        }

        @Test
        void findsSpecialTokensSpeltInFewTokens() throws IOException {
            assertFound(
                    lint(GreedyVocabulary.of("<|endoftext", "|>")),
                    "special tokens",
                    "warn",
                    "<|endoftext|> in 2 ordinary tokens");
            assertFound(lint(GreedyVocabulary.of("<|", "|>")), "special tokens", "ok");
        }

        @Test
        void findsLineEndsWithinWords() throws IOException {
            Evaluation found = lint(GreedyVocabulary.of("\n\n", ".”\n\n", "\nThe", "é\r"));
            assertFound(found, "line ends within tokens", "warn", "\"\\nThe\"", "\"é\\r\"");
            assertThat(found.metrics()).containsEntry("lineBreakTokens", 2.0);
        }

        @Test
        void countsLeadingBlanks() throws IOException {
            // The blank itself and " the", of 257 that are not special.
            assertThat(lint(GreedyVocabulary.of(" the")).metrics().get("spaceShare"))
                    .isCloseTo(2 / 257.0, Offset.offset(1e-9));
        }

        @Test
        void listsTheLongestWords() throws IOException {
            Evaluation found = lint(GreedyVocabulary.of(" of", " notwithstanding", "ification", " élan", " a1b"));
            ReportBlock.Table words =
                    (ReportBlock.Table) found.section().get(found.section().size() - 1);
            assertThat(words.rows()).containsExactly(List.of("notwithstanding", "élan", "of", ""));
        }

        @Test
        void refusesGatesThatNeedACorpus() {
            options =
                    new LintOptions(List.of(), Optional.empty(), Optional.empty(), Optional.of(0.1), Optional.empty());
            assertThatThrownBy(() -> lint(GreedyVocabulary.of()))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("none was given");
        }
    }

    @Nested
    class AgainstACorpus {

        private final GreedyVocabulary halves = GreedyVocabulary.of(
                " attention",
                " mention",
                " tion",
                " able",
                " capable",
                " was",
                " he",
                " to",
                " toward",
                " ward",
                " backward",
                " an");

        @Test
        void findsHalvesOfWords() throws IOException {
            String text = "he was able to mention an attention. ".repeat(50) + "an atten tion, a men- tion. ".repeat(6);
            Evaluation found = lint(halves, text);
            assertFound(found, "word fragments", "warn", "\" tion\" of attention");
            assertThat(row(found, "word fragments").get(2)).isEqualTo("1 token, 12 places");
            assertThat(found.metrics()).containsEntry("fragmentTokens", 1.0);
            assertThat(found.failures()).isEmpty();
        }

        @Test
        void knowsEndingsThatAreWords() throws IOException {
            String text = "he was able to ward an attention, capable. ".repeat(50)
                    + "he came backward, toward it. ".repeat(9);
            assertFound(lint(halves, text), "word fragments", "ok");
        }

        @Test
        void failsAtTheLimitOfHalves() throws IOException {
            String text = "an attention. ".repeat(50) + "an atten tion. ".repeat(6);
            options = limits(Optional.of(1), Optional.empty(), Optional.empty(), Optional.empty());
            assertThat(lint(halves, text).failures()).isEmpty();
            options = limits(Optional.of(0), Optional.empty(), Optional.empty(), Optional.empty());
            assertThat(lint(halves, text).failures()).containsExactly("word fragments: 1 token, the limit is 0");
        }

        @Test
        void findsMisreadWordsByTheirCompany() throws IOException {
            GreedyVocabulary misread =
                    GreedyVocabulary.of(" the", " tbe", " had", " bad", " of", " house", " very", " he");
            String text = "and of the house, of the very house; he had it. ".repeat(400)
                    + "and of tbe house, of tbe very house. ".repeat(8)
                    + "in a very bad. ".repeat(15);
            Evaluation found = lint(misread, text);
            assertFound(found, "OCR confusions", "warn", "\" tbe\" for the");
            assertThat(found.metrics()).containsEntry("confusedTokens", 1.0);
            options = limits(Optional.empty(), Optional.of(0), Optional.empty(), Optional.empty());
            assertThat(lint(misread, text).failures()).containsExactly("OCR confusions: 1 token, the limit is 0");
        }

        @Test
        void findsWordsRunTogether() throws IOException {
            GreedyVocabulary together = GreedyVocabulary.of(" of", " the", " ofthe", " in", " to", " into");
            String text = "and of the house, ".repeat(1200)
                    + "and ofthe house, he went into it. ".repeat(11)
                    + "he came in to see. ".repeat(20);
            assertFound(lint(together, text), "OCR confusions", "warn", "\" ofthe\" for of the");
        }

        @Test
        void countsTokensThatTheCorpusHasNoUseFor() throws IOException {
            GreedyVocabulary vocabulary = GreedyVocabulary.of(" the", " cat", " railway", " steam");
            Evaluation found = lint(vocabulary, "see the cat. ".repeat(20));
            assertFound(found, "unused tokens", "warn", "\" railway\"", "\" steam\"");
            assertThat(found.metrics()).containsEntry("unusedTokens", 2.0).containsEntry("unusedShare", 0.5);
            options = limits(Optional.empty(), Optional.empty(), Optional.of(0.25), Optional.empty());
            assertThat(lint(vocabulary, "see the cat. ").failures())
                    .containsExactly("unused tokens: 50.0 % never occur, the limit is 25.0 %");
        }

        @Test
        void measuresCompressionByDecade() throws IOException {
            MemoryCorpus books = new MemoryCorpus(
                    "books",
                    List.of(
                            Document.of("a", "the the the ").year(1839).build(),
                            Document.of("b", " the the").year(1841).build(),
                            Document.of("c", "xyz").year(1849).build(),
                            Document.of("d", "xy").build()),
                    List.of(Document.of("e", " the the the").year(1841).build()));
            Evaluation found = lintOn(GreedyVocabulary.of(" the"), books);
            ReportBlock.Table decades = (ReportBlock.Table) found.section().get(3);
            assertThat(decades.rows())
                    .containsExactly(
                            List.of("undated", "1", "2", "2", "1.000"),
                            List.of("1830s", "1", "12", "6", "2.000"),
                            List.of("1840s", "3", "23", "8", "2.875"));
            assertThat(found.metrics())
                    .containsEntry("bytesPerToken", 25 / 13.0)
                    .containsEntry("validationBytesPerToken", 4.0);
            options = limits(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(2.5));
            assertThat(lintOn(GreedyVocabulary.of(" the"), books).failures())
                    .containsExactly("compression: 1.923 bytes a token, the limit is 2.5");
        }

        @Test
        void findsSpecialTokensInTheTexts() throws IOException {
            assertFound(
                    lint(GreedyVocabulary.of(), "a <|endoftext|> b <|endoftext|>"),
                    "special tokens",
                    "warn",
                    "<|endoftext|> occurs in the texts 2 times");
        }

        @Test
        void namesTheTextsThatDoNotComeBack() throws IOException {
            Evaluation found = lint(new GreedyVocabulary(List.of((int) 'q')), "fine", "quite");
            assertThat(row(found, "round trip").get(3)).startsWith("text-1 ");
        }

        @Test
        void readsLongDocumentsInStretches() throws IOException {
            String line = "the cat — the cat\n";
            Evaluation found = lint(GreedyVocabulary.of(" the", " cat"), line.repeat(70_000), "🎩".repeat(530_000));
            assertThat(found.metrics()).containsEntry("textsNotRoundTripped", 0.0);
            assertThat(row(found, "compression").get(2)).isEqualTo("1.218 bytes a token");
        }

        @Test
        void stopsWhenAsked() {
            TestContext stopping = new TestContext(workspace, 1).stoppingWhen(() -> true);
            assertThatThrownBy(() -> evaluator().evaluate(inputs(), stopping)).isInstanceOf(StopException.class);
        }

        @Test
        void refusesACorpusWithoutText() {
            assertThatThrownBy(() -> lint(GreedyVocabulary.of(), ""))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("'books' has no text");
        }

        private LintOptions limits(
                Optional<Integer> fragments,
                Optional<Integer> confusions,
                Optional<Double> unused,
                Optional<Double> bytesPerToken) {
            return new LintOptions(List.of(), fragments, confusions, unused, bytesPerToken);
        }
    }
}
