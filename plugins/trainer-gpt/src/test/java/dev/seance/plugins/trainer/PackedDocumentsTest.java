// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Subset;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.testing.ByteVocabulary;
import dev.seance.api.testing.MemoryCorpus;
import dev.seance.api.testing.TestContext;
import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.kit.tokens.CorpusEncoder;
import dev.seance.kit.tokens.EncodedCorpus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedDocumentsTest {

    private static final ByteVocabulary VOCABULARY = new ByteVocabulary();
    private static final int MARKER = VOCABULARY.id(SpecialToken.DOCUMENT);
    private static final int PAD = VOCABULARY.id(SpecialToken.PAD);

    @TempDir
    private Path folder;

    private long seed;
    private List<Document> documents;
    private EncodedCorpus corpus;
    private int context;

    @BeforeEach
    void chooseACase() {
        seed = new Random().nextLong();
        Random random = new Random(seed);
        documents = Prose.documents(1 + random.nextInt(12), seed);
        context = 2 + random.nextInt(40);
        corpus = encoded(documents);
    }

    @Test
    void everyTokenIsATargetOnce() {
        assertThat(targetsOf(packed(seed))).as("seed %d", seed).isEqualTo(tokensOfTheCorpus());
    }

    @Test
    void rowsBeginWithTheMarkerAndPredictTheirNextToken() {
        SequenceDataset rows = packed(seed);
        for (int row = 0; row < rows.count(); row++) {
            TokenBatch batch = fill(rows, row);
            assertThat(batch.inputs()[0]).as("seed %d", seed).isEqualTo(MARKER);
            assertThat(batch.targets()[0]).isNotEqualTo(TokenBatch.IGNORED);
            for (int i = 1; i < context; i++) {
                boolean used = i < rows.fill(row, new int[context], new int[context], 0);
                assertThat(batch.inputs()[i]).isEqualTo(used ? batch.targets()[i - 1] : PAD);
                assertThat(batch.targets()[i] == TokenBatch.IGNORED).isEqualTo(!used);
            }
        }
    }

    @Test
    void aDocumentFillsWholeRowsAndLeavesLessThanOne() {
        SequenceDataset rows = packed(seed);
        Map<String, Integer> rowsOf = new HashMap<>();
        for (int row = 0; row < rows.count(); row++) {
            rows.sources(row).forEach(document -> rowsOf.merge(document, 1, Integer::sum));
        }
        for (Document document : documents) {
            int tokens = VOCABULARY.encode(document.text()).length;
            assertThat(rowsOf.get(document.id()))
                    .as("%d tokens in rows of %d, seed %d", tokens, context, seed)
                    .isEqualTo((tokens + context - 1) / context);
        }
    }

    @Test
    void noTextRunsOnIntoARowThatAnotherBegan() {
        SequenceDataset rows = packed(seed);
        List<String> beginnings = documents.stream().map(Document::text).toList();
        for (int row = 0; row < rows.count(); row++) {
            TokenBatch batch = fill(rows, row);
            for (int i = 1; i < context; i++) {
                if (batch.inputs()[i] == MARKER) {
                    // Behind a marker in mid-row is the last part of a document, whole: it ends at a marker or the row.
                    int end = i;
                    while (end < context
                            && batch.targets()[end] != MARKER
                            && batch.targets()[end] != TokenBatch.IGNORED) {
                        end++;
                    }
                    String rest = VOCABULARY.decode(Arrays.copyOfRange(batch.targets(), i, end));
                    assertThat(beginnings).as("seed %d", seed).anyMatch(text -> text.endsWith(rest));
                }
            }
        }
    }

    @Test
    void learnsWhereADocumentEnds() {
        // Two documents of two tokens in a row of six: M a b M c d, and the marker that ends the second is learnt too.
        EncodedCorpus two = encoded(List.of(
                Document.of("one", "ab").build(), Document.of("two", "cd").build()));
        SequenceDataset rows = new PackedDocuments(two, 8, VOCABULARY, 1);
        int[] targets = new int[8];
        assertThat(rows.fill(0, new int[8], targets, 0)).isEqualTo(6);
        assertThat(rows.count()).isEqualTo(1);
        assertThat(targets[2]).isEqualTo(MARKER);
        assertThat(targets[5]).isEqualTo(MARKER);
        assertThat(targets[6]).isEqualTo(TokenBatch.IGNORED);
    }

    @Test
    void tellsTheShareOfPadding() {
        PackedDocuments rows = packed(seed);
        long used = 0;
        for (int row = 0; row < rows.count(); row++) {
            used += rows.fill(row, new int[context], new int[context], 0);
        }
        assertThat(rows.paddingFraction())
                .as("seed %d", seed)
                .isCloseTo(1 - used / (double) ((long) rows.count() * context), within(1e-12));
    }

    @Test
    void padsLittleOfBooks() {
        // Books of some twenty rows each.
        EncodedCorpus books = encoded(IntStream.range(0, 40)
                .mapToObj(i -> Document.of("book-" + i, Prose.words(300 + new Random(seed + i).nextInt(600), seed + i))
                        .build())
                .toList());
        assertThat(new PackedDocuments(books, 128, VOCABULARY, seed).paddingFraction())
                .as("seed %d", seed)
                .isLessThan(0.02);
    }

    @Test
    void sourcesNameEveryDocument() {
        SequenceDataset rows = packed(seed);
        assertThat(IntStream.range(0, rows.count())
                        .boxed()
                        .flatMap(row -> rows.sources(row).stream())
                        .distinct())
                .as("seed %d", seed)
                .containsExactlyInAnyOrderElementsOf(
                        documents.stream().map(Document::id).toList());
    }

    @Test
    void theSameSeedGivesTheSameRows() {
        SequenceDataset one = packed(seed);
        SequenceDataset again = packed(seed);
        for (int row = 0; row < one.count(); row++) {
            assertThat(fill(again, row).targets()).isEqualTo(fill(one, row).targets());
        }
    }

    @Nested
    class HeldOut {

        @Test
        void everyTokenIsScoredOnce() {
            assertThat(targetsOf(heldOut())).as("seed %d", seed).isEqualTo(tokensOfTheCorpus());
        }

        @Test
        void rowsAreOfOneDocumentAndPredictTheirNextToken() {
            SequenceDataset rows = heldOut();
            for (int row = 0; row < rows.count(); row++) {
                assertThat(rows.sources(row)).as("seed %d", seed).hasSize(1);
                TokenBatch batch = fill(rows, row);
                assertThat(batch.targets()).doesNotContain(MARKER);
                assertThat(batch.inputs()[0]).isEqualTo(MARKER);
                for (int i = 1; i < context; i++) {
                    if (batch.targets()[i - 1] != TokenBatch.IGNORED) {
                        assertThat(batch.inputs()[i]).isEqualTo(batch.targets()[i - 1]);
                    }
                }
            }
        }

        @Test
        void aTokenHasHalfAContextBeforeItOrTheBeginningOfItsDocument() {
            SequenceDataset rows = heldOut();
            for (int row = 0; row < rows.count(); row++) {
                TokenBatch batch = fill(rows, row);
                int first = 0;
                while (batch.targets()[first] == TokenBatch.IGNORED) {
                    first++;
                }
                String document = rows.sources(row).iterator().next();
                int[] text = VOCABULARY.encode(documents.stream()
                        .filter(each -> each.id().equals(document))
                        .findFirst()
                        .orElseThrow()
                        .text());
                boolean atTheBeginning = first == 0 && batch.targets()[0] == text[0];
                assertThat(atTheBeginning || first >= context / 2)
                        .as("seed %d, row %d, first %d of %d", seed, row, first, context)
                        .isTrue();
            }
        }

        private ValidationWindows heldOut() {
            return new ValidationWindows(corpus, context, VOCABULARY, seed);
        }
    }

    private long[] tokensOfTheCorpus() {
        long[] tokens = new long[VOCABULARY.size()];
        for (Document document : documents) {
            for (int token : VOCABULARY.encode(document.text())) {
                tokens[token]++;
            }
        }
        return tokens;
    }

    private long[] targetsOf(SequenceDataset rows) {
        long[] found = new long[VOCABULARY.size()];
        for (int row = 0; row < rows.count(); row++) {
            for (int target : fill(rows, row).targets()) {
                if (target != TokenBatch.IGNORED && target != MARKER) {
                    found[target]++;
                }
            }
        }
        return found;
    }

    private PackedDocuments packed(long orderSeed) {
        return new PackedDocuments(corpus, context, VOCABULARY, orderSeed);
    }

    private EncodedCorpus encoded(List<Document> texts) {
        try {
            Path tokens = Files.createTempDirectory(folder, "tokens");
            MemoryCorpus books = new MemoryCorpus("books", texts, List.of());
            return new CorpusEncoder(books, VOCABULARY, tokens, new TestContext(folder, 1).progress(), () -> false)
                    .encode(Subset.TRAIN, 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TokenBatch fill(SequenceDataset rows, int row) {
        int[] inputs = new int[context];
        int[] targets = new int[context];
        rows.fill(row, inputs, targets, 0);
        return new TokenBatch(1, context, inputs, targets);
    }
}
