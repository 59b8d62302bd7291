// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Subset;
import dev.seance.api.corpus.TagTemplate;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** Tokens of "[1837][novel]" and a line feed. */
    private static final int LONGEST_TAGS = 14;

    @TempDir
    private Path folder;

    private long seed;
    private List<Document> documents;
    private EncodedCorpus corpus;
    private Optional<TagTemplate> tags;
    private int context;

    @BeforeEach
    void chooseACase() {
        seed = new Random().nextLong();
        Random random = new Random(seed);
        documents = Prose.documents(1 + random.nextInt(12), seed);
        // Half of the cases with tags, of which some documents have one, some two and some none.
        tags = random.nextBoolean() ? Optional.of(new TagTemplate("[{year}][{kind}]")) : Optional.empty();
        documents = documents.stream().map(book -> known(book, random)).toList();
        context = (tags.isPresent() ? LONGEST_TAGS + 1 : 2) + random.nextInt(40);
        corpus = encoded(documents);
    }

    @Test
    void everyTokenIsATargetOnce() {
        assertThat(targetsOf(packed(seed))).as("seed %d", seed).isEqualTo(tokensOfTheCorpus());
    }

    @Test
    void rowsBeginWithTheMarkerWhereADocumentStartsAndPredictTheirNextToken() {
        SequenceDataset rows = packed(seed);
        for (int row = 0; row < rows.count(); row++) {
            TokenBatch batch = fill(rows, row);
            int used = rows.fill(row, new int[context], new int[context], 0);
            boolean[] inTags = tagsAmong(batch.inputs());
            if (batch.inputs()[0] != MARKER) {
                assertContinues(rows, row, batch);
            }
            for (int i = 0; i < context; i++) {
                boolean tagNext = i + 1 < context && inTags[i + 1];
                if (i + 1 < used && !tagNext) {
                    assertThat(batch.inputs()[i + 1]).as("seed %d", seed).isEqualTo(batch.targets()[i]);
                }
                if (i >= used) {
                    assertThat(batch.inputs()[i]).isEqualTo(PAD);
                }
                assertThat(batch.targets()[i] == TokenBatch.IGNORED)
                        .as("seed %d, position %d", seed, i)
                        .isEqualTo(i >= used || tagNext);
            }
        }
    }

    /** A row without a marker is of one document, whose text it goes on with from the token before. */
    private void assertContinues(SequenceDataset rows, int row, TokenBatch batch) {
        assertThat(rows.sources(row)).as("seed %d", seed).hasSize(1);
        Document document = documents.stream()
                .filter(each -> each.id().equals(rows.sources(row).iterator().next()))
                .findFirst()
                .orElseThrow();
        int prefix = VOCABULARY.encode(rendered(document)).length;
        int[] shown = Arrays.copyOfRange(batch.inputs(), prefix, context);
        assertThat(indexOf(VOCABULARY.encode(document.text()), shown))
                .as("seed %d, row %d", seed, row)
                .isNotNegative();
        assertThat(VOCABULARY.decode(Arrays.copyOf(batch.inputs(), prefix))).isEqualTo(rendered(document));
    }

    private static int indexOf(int[] text, int[] part) {
        for (int at = 0; at + part.length <= text.length; at++) {
            if (Arrays.equals(text, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        return -1;
    }

    /** Which inputs are of tags: behind a marker or first in the row, from a bracket, which no text begins with, to a line feed. */
    private static boolean[] tagsAmong(int[] inputs) {
        boolean[] tags = new boolean[inputs.length];
        int bracket = VOCABULARY.encode("[")[0];
        int lineFeed = VOCABULARY.encode("\n")[0];
        tags[0] = inputs[0] == bracket;
        for (int i = 1; i < inputs.length; i++) {
            tags[i] = inputs[i - 1] == MARKER ? inputs[i] == bracket : tags[i - 1] && inputs[i - 1] != lineFeed;
        }
        if (tags[0]) {
            // The token before the stretch stands between the tags and the first target.
            int end = 0;
            while (end < inputs.length && tags[end]) {
                end++;
            }
            tags[Math.min(end, inputs.length - 1)] = true;
        }
        return tags;
    }

    @Test
    void everyStretchOfATextStandsBehindItsTags() {
        TagTemplate template = new TagTemplate("[{year}]");
        EncodedCorpus one =
                encoded(List.of(Document.of("one", "abcdefghij").year(1851).build()), Optional.of(template));
        // "[1851]" and a line feed are seven tokens: sequences of ten take three of the text, and the last its rest.
        SequenceDataset rows = new PackedDocuments(one, 10, VOCABULARY, 1);
        List<String> stretches = new ArrayList<>();
        for (int row = 0; row < rows.count(); row++) {
            int[] inputs = new int[10];
            int[] targets = new int[10];
            rows.fill(row, inputs, targets, 0);
            int tagsAt = inputs[0] == MARKER ? 1 : 0;
            assertThat(VOCABULARY.decode(Arrays.copyOfRange(inputs, tagsAt, tagsAt + 7)))
                    .isEqualTo("[1851]\n");
            assertThat(targets).startsWith(-1, -1, -1, -1, -1, -1, -1);
            stretches.add(VOCABULARY.decode(IntStream.of(targets)
                    .filter(target -> target != TokenBatch.IGNORED && target != MARKER)
                    .toArray()));
        }
        assertThat(stretches).containsExactlyInAnyOrder("abc", "def", "ghi", "j");
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
            int capacity = context - VOCABULARY.encode(rendered(document)).length;
            assertThat(rowsOf.get(document.id()))
                    .as("%d tokens in rows of %d, seed %d", tokens, capacity, seed)
                    .isEqualTo((tokens + capacity - 1) / capacity);
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
                    int tagsEnd = i;
                    while (tagsEnd < context - 1 && batch.targets()[tagsEnd] == TokenBatch.IGNORED) {
                        tagsEnd++;
                    }
                    int end = tagsEnd;
                    while (end < context
                            && batch.targets()[end] != MARKER
                            && batch.targets()[end] != TokenBatch.IGNORED) {
                        end++;
                    }
                    String rest = VOCABULARY.decode(Arrays.copyOfRange(batch.targets(), tagsEnd, end));
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
                if (batch.inputs()[0] != MARKER) {
                    assertContinues(rows, row, batch);
                }
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
                Document found = documents.stream()
                        .filter(each -> each.id().equals(document))
                        .findFirst()
                        .orElseThrow();
                int[] text = VOCABULARY.encode(found.text());
                int prefix = VOCABULARY.encode(rendered(found)).length;
                boolean atTheBeginning = first == prefix && batch.targets()[first] == text[0];
                assertThat(atTheBeginning || first - prefix >= (context - prefix) / 2)
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

    private static Document known(Document book, Random random) {
        Document.Builder builder = Document.of(book.id(), book.text().replace('[', '('));
        if (random.nextBoolean()) {
            builder.year(1837 + random.nextInt(60));
        }
        if (random.nextBoolean()) {
            builder.attribute(Document.KIND, "novel");
        }
        return builder.build();
    }

    private String rendered(Document document) {
        return tags.map(template -> template.render(document)).orElse("");
    }

    private EncodedCorpus encoded(List<Document> texts) {
        return encoded(texts, tags);
    }

    private EncodedCorpus encoded(List<Document> texts, Optional<TagTemplate> template) {
        try {
            Path tokens = Files.createTempDirectory(folder, "tokens");
            MemoryCorpus books = new MemoryCorpus("books", texts, List.of());
            return new CorpusEncoder(
                            books, VOCABULARY, template, tokens, new TestContext(folder, 1).progress(), () -> false)
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
