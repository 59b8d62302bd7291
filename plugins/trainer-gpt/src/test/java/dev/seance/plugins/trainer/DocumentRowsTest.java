// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Part;
import dev.seance.api.model.TokenBatch;
import dev.seance.api.testing.ByteVocabulary;
import dev.seance.api.testing.MemoryCorpus;
import dev.seance.api.testing.TestContext;
import dev.seance.api.tokenizer.CorpusEncoder;
import dev.seance.api.tokenizer.EncodedCorpus;
import dev.seance.api.tokenizer.SpecialToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentRowsTest {

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
    void chooseACase() throws IOException {
        seed = new Random().nextLong();
        Random random = new Random(seed);
        documents = Prose.documents(1 + random.nextInt(12), seed);
        context = 2 + random.nextInt(40);
        corpus = new CorpusEncoder(
                        new MemoryCorpus("books", documents, List.of()),
                        VOCABULARY,
                        folder,
                        new TestContext(folder, 1).progress(),
                        () -> false)
                .encode(Part.TRAINING, 1);
    }

    @Test
    void everyTokenIsATargetOnce() {
        for (Rows rows : List.of(packed(seed), whole(seed))) {
            long[] expected = new long[VOCABULARY.size()];
            for (Document document : documents) {
                for (int token : VOCABULARY.encode(document.text())) {
                    expected[token]++;
                }
            }
            long[] found = new long[VOCABULARY.size()];
            for (int row = 0; row < rows.count(); row++) {
                for (int target : fill(rows, row).targets()) {
                    if (target != TokenBatch.IGNORED && target != MARKER) {
                        found[target]++;
                    }
                }
            }
            assertThat(found).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @Test
    void rowsBeginWithTheMarkerAndPredictTheirNextToken() {
        for (Rows rows : List.of(packed(seed), whole(seed))) {
            for (int row = 0; row < rows.count(); row++) {
                TokenBatch batch = fill(rows, row);
                assertThat(batch.inputs()[0]).as("seed %d", seed).isEqualTo(MARKER);
                assertThat(batch.targets()[0]).isNotEqualTo(TokenBatch.IGNORED);
                for (int i = 1; i < context; i++) {
                    int before = batch.targets()[i - 1];
                    assertThat(batch.inputs()[i]).isEqualTo(before == TokenBatch.IGNORED ? PAD : before);
                }
            }
        }
    }

    @Test
    void onlyOneRowOfAnEpochIsPadded() {
        Rows rows = packed(seed);
        int padded = 0;
        for (int row = 0; row < rows.count(); row++) {
            padded += fill(rows, row).targetCount() < context ? 1 : 0;
        }
        assertThat(padded).as("seed %d", seed).isLessThanOrEqualTo(1);
    }

    @Test
    void rowsToMeasureOnAreOfOneDocument() {
        Rows rows = whole(seed);
        for (int row = 0; row < rows.count(); row++) {
            assertThat(rows.sources(row)).as("seed %d", seed).hasSize(1);
            assertThat(fill(rows, row).targets()).doesNotContain(MARKER);
        }
    }

    @Test
    void sourcesNameEveryDocument() {
        Rows rows = packed(seed);
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
        Rows one = packed(seed);
        Rows again = packed(seed);
        for (int row = 0; row < one.count(); row++) {
            assertThat(fill(again, row).targets()).isEqualTo(fill(one, row).targets());
        }
    }

    private Rows packed(long orderSeed) {
        return DocumentRows.packed(corpus, context, VOCABULARY, orderSeed);
    }

    private Rows whole(long orderSeed) {
        return DocumentRows.whole(corpus, context, VOCABULARY, orderSeed);
    }

    private TokenBatch fill(Rows rows, int row) {
        int[] inputs = new int[context];
        int[] targets = new int[context];
        rows.fill(row, inputs, targets, 0);
        return new TokenBatch(1, context, inputs, targets);
    }
}
