// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seance.api.corpus.Corpus;
import dev.seance.api.corpus.CorpusSize;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Subset;
import dev.seance.api.plugin.OptionDescriptor;
import dev.seance.api.plugin.OptionsDescriptor;
import dev.seance.api.run.Environment;
import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import dev.seance.api.testing.MadeUpBooks;
import dev.seance.api.testing.MemoryCorpus;
import dev.seance.api.testing.ShardedCorpus;
import dev.seance.api.testing.TestContext;
import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.api.tokenizer.Tokenizer;
import dev.seance.api.tokenizer.TokenizerContract;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.plugins.bpe.model.ByteOrder;
import dev.seance.plugins.bpe.split.GptScannerTest;
import dev.seance.plugins.bpe.split.SplitPattern;
import dev.seance.plugins.bpe.training.CorpusCounter;
import dev.seance.plugins.bpe.training.PieceTotals;
import dev.seance.plugins.bpe.training.PieceTotalsTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BpeTokenizerTest extends TokenizerContract {

    private static final List<Document> BOOKS = MadeUpBooks.write(12, 300, 7);

    @TempDir
    Path folder;

    @Override
    protected Class<BpeTokenizer> extension() {
        return BpeTokenizer.class;
    }

    @Override
    protected Tokenizer tokenizer(int size) {
        return tokenizer(BpeOptions.DEFAULT.withSize(size), 2);
    }

    private static Tokenizer tokenizer(BpeOptions options, int threads) {
        return new BpeTokenizer(options, new Environment(Path.of("cache"), true, threads, Clock.systemUTC()));
    }

    private TestContext context() {
        return new TestContext(folder, 1);
    }

    @Test
    void trainsTheSameFileOnAnyNumberOfThreads() throws IOException {
        for (int threads : new int[] {1, 2, 5}) {
            Path to = folder.resolve("threads-" + threads);
            tokenizer(BpeOptions.DEFAULT.withSize(500), threads)
                    .train(ShardedCorpus.dealing(BOOKS, 6, 3), context())
                    .save(to);
            assertThat(to.resolve(Vocabulary.FILE))
                    .hasSameBinaryContentAs(folder.resolve("threads-1").resolve(Vocabulary.FILE));
        }
    }

    @Test
    void saysHowManyTokensTheTextGives() {
        Corpus corpus = MemoryCorpus.ofTexts("abcd abcd");
        assertThatThrownBy(() -> tokenizer(32768).train(corpus, context()))
                .isInstanceOf(UserError.class)
                .hasMessage("asked for a vocabulary of 32,768 tokens, but the text of corpus 'books' gives at most 264;"
                        + " set size to 264 or less, or use more text");
    }

    @Test
    void isPlainBytesAtTheLeastSize() throws IOException {
        Vocabulary vocabulary = tokenizer(260).train(MemoryCorpus.ofTexts("abcd"), context());
        assertThat(vocabulary.encode("ab")).containsExactly(4 + 'a', 4 + 'b');
    }

    @Test
    void namesTheCorpusThatIsEmpty() {
        assertThatThrownBy(() -> tokenizer(500).train(MemoryCorpus.ofTexts("", ""), context()))
                .isInstanceOf(UserError.class)
                .hasMessage("corpus 'books' has no text to train a vocabulary from; see what its filters dropped");
    }

    @Test
    void measuresHowWellItCompresses() throws IOException {
        TestContext context = context();
        Vocabulary vocabulary = tokenizer(500).train(new MemoryCorpus("books", BOOKS, List.of()), context);
        long bytes = BOOKS.stream()
                .mapToLong(book -> book.text().getBytes(StandardCharsets.UTF_8).length)
                .sum();
        long tokens = BOOKS.stream()
                .mapToLong(book -> vocabulary.encode(book.text()).length)
                .sum();
        assertThat(context.summary()).containsEntry("vocabularySize", 500.0);
        assertThat(context.summary().get("bytesPerToken")).isCloseTo((double) bytes / tokens, within(1e-9));
    }

    @Test
    void stopsWhenAsked() {
        for (int calls : new int[] {1, 15, 100}) {
            AtomicInteger asked = new AtomicInteger();
            TestContext context = context().stoppingWhen(() -> asked.incrementAndGet() >= calls);
            assertThatThrownBy(() -> tokenizer(500).train(ShardedCorpus.dealing(BOOKS, 3, 1), context))
                    .isInstanceOf(StopException.class);
        }
    }

    /** Made-up books that can be read only once. */
    private static Corpus readOnce() {
        AtomicInteger readers = new AtomicInteger();
        return new FourShards(shard -> {
            if (readers.incrementAndGet() > 4) {
                throw new AssertionError("the text is read a second time");
            }
            return BOOKS.stream();
        });
    }

    @Test
    void leavesOutTheRarestPiecesWhoeverReadsThemWhen() throws IOException {
        Map<String, Long> all = new HashMap<>();
        BOOKS.forEach(book -> GptScannerTest.pieces(book.text(), SplitPattern.LLAMA3.scanner(3))
                .forEach(piece -> all.merge(piece, 1L, Long::sum)));
        for (int max : new int[] {5, 40, 200}) {
            long min = 1;
            while (atLeast(all, min).size() > max) {
                min++;
            }
            Map<String, Long> kept = atLeast(all, min);
            String text = kept.entrySet().stream()
                    .map(piece -> piece.getKey().repeat(Math.toIntExact(piece.getValue())))
                    .collect(Collectors.joining());
            for (int threads : new int[] {1, 3}) {
                CorpusCounter counter = new CorpusCounter(
                        ShardedCorpus.dealing(BOOKS, 4, threads),
                        SplitPattern.LLAMA3.scanner(3),
                        List.of(),
                        threads,
                        context());
                PieceTotals pieces = counter.count(max);
                assertThat(utf8(PieceTotalsTest.asMap(pieces))).isEqualTo(kept);
                assertThat(pieces.leftOut().minCount()).isEqualTo(min);
                assertThat(pieces.bytes()).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
                assertThat(pieces.bytes() + pieces.leftOut().bytes())
                        .isEqualTo(BOOKS.stream()
                                .mapToLong(book -> book.text().getBytes(StandardCharsets.UTF_8).length)
                                .sum());
            }
        }
    }

    private static Map<String, Long> atLeast(Map<String, Long> pieces, long min) {
        return pieces.entrySet().stream()
                .filter(piece -> piece.getValue() >= min)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Map<String, Long> utf8(Map<String, Long> latin1) {
        return latin1.entrySet().stream()
                .collect(Collectors.toMap(
                        piece -> new String(
                                piece.getKey().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8),
                        Map.Entry::getValue));
    }

    @Test
    void saysWhatABoundOfPiecesLeftOut() throws IOException {
        TestContext context = context();
        Corpus corpus = MemoryCorpus.ofTexts(" ab".repeat(50) + " abc".repeat(30) + " b c d" + " cd".repeat(10));
        tokenizer(BpeOptions.DEFAULT.withMaxPieces(2).withSize(261), 2).train(corpus, context);
        assertThat(context.notes())
                .containsExactly("counted the 2 distinct pieces that occur 11 times or more (max-pieces: 2); the rarer"
                        + " ones, 11.76 % of the text, were left out");
        assertThat(context.summary().get("leftOutShare")).isCloseTo(36.0 / 306, within(1e-12));
        TestContext roomy = context();
        tokenizer(BpeOptions.DEFAULT.withMaxPieces(6).withSize(261), 2).train(corpus, roomy);
        assertThat(roomy.notes()).isEmpty();
        assertThat(roomy.summary()).containsEntry("leftOutShare", 0.0);
    }

    @Test
    void doesNotCountAgainAfterItWasStoppedWhileLearning() throws IOException {
        Corpus corpus = readOnce();
        BpeOptions options = BpeOptions.DEFAULT.withSize(500);
        AtomicInteger asked = new AtomicInteger();
        TestContext stopping = context().stoppingWhen(() -> asked.incrementAndGet() > 50);
        assertThatThrownBy(() -> new BpeTokenizer(options, 2, Duration.ZERO).train(corpus, stopping))
                .isInstanceOf(StopException.class);
        TestContext context = context();
        new BpeTokenizer(options, 1, Duration.ZERO).train(corpus, context).save(folder.resolve("resumed"));
        assertThat(context.notes()).containsExactly("the counts of the text are taken from an earlier run");
        new BpeTokenizer(options, 1, Duration.ofDays(1))
                .train(readOnce(), new TestContext(folder.resolve("another"), 1))
                .save(folder.resolve("at-once"));
        assertThat(folder.resolve("resumed").resolve(Vocabulary.FILE))
                .hasSameBinaryContentAs(folder.resolve("at-once").resolve(Vocabulary.FILE));
        assertThat(folder.resolve("another")).doesNotExist();
    }

    @Test
    void countsAgainWhenWhatWasKeptIsDamagedOrOfOtherText() throws IOException {
        BpeOptions options = BpeOptions.DEFAULT.withSize(400);
        Corpus corpus = new MemoryCorpus("books", BOOKS, List.of());
        new BpeTokenizer(options, 1, Duration.ZERO).train(corpus, context()).save(folder.resolve("first"));
        Path kept = folder.resolve("counted-pieces");
        byte[] whole = Files.readAllBytes(kept);
        for (long seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            byte[] damaged = Arrays.copyOf(whole, seed % 2 == 0 ? whole.length : random.nextInt(whole.length));
            if (damaged.length > 0) {
                damaged[random.nextInt(damaged.length)]++;
            }
            Files.write(kept, damaged);
            TestContext context = context();
            new BpeTokenizer(options, 1, Duration.ZERO).train(corpus, context).save(folder.resolve("again"));
            assertThat(context.notes()).as("seed %d", seed).isEmpty();
            assertThat(folder.resolve("again").resolve(Vocabulary.FILE))
                    .hasSameBinaryContentAs(folder.resolve("first").resolve(Vocabulary.FILE));
        }
        TestContext context = context();
        new BpeTokenizer(options, 1, Duration.ZERO)
                .train(new MemoryCorpus("others", BOOKS.subList(1, BOOKS.size()), List.of()), context);
        assertThat(context.notes()).isEmpty();
    }

    @Test
    void passesOnWhatTheCorpusFailsWith() {
        IOException broken = new IOException("disk on fire");
        assertThatThrownBy(() -> tokenizer(500).train(failing(broken), context()))
                .isSameAs(broken);
    }

    @Test
    void saysWhatToDoWhenMemoryIsTooSmall() {
        Corpus corpus = new FourShards(shard -> {
            throw new OutOfMemoryError("Java heap space");
        });
        assertThatThrownBy(() -> tokenizer(500).train(corpus, context()))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("the distinct pieces of corpus 'failing' need more than the ")
                .hasMessageEndingWith(" MB that Java may use; give it more with SEANCE_JAVA_OPTS=-Xmx8g, or set"
                        + " max-pieces so that the rarest are left out");
    }

    /** Its third shard fails while being read; the others have text. */
    private static Corpus failing(IOException failure) {
        return new FourShards(shard -> BOOKS.stream().peek(book -> {
            if (shard == 2) {
                throw new UncheckedIOException(failure);
            }
        }));
    }

    /** Four shards. */
    private record FourShards(IntFunction<Stream<Document>> shard) implements Corpus {

        @Override
        public String name() {
            return "failing";
        }

        @Override
        public CorpusSize size(Subset part) {
            return new CorpusSize(8, 0, 8, 8);
        }

        @Override
        public int shards(Subset part) {
            return 4;
        }

        @Override
        public Stream<Document> read(Subset part, int number) {
            return shard.apply(number);
        }
    }

    @Test
    void aVocabularyThatExistsIsNamedAndNotTrained() throws IOException {
        MemoryCorpus corpus = MemoryCorpus.ofTexts("the cat and the hat, the cat and the hat");
        tokenizer(262).train(corpus, context()).save(folder);
        BpeOptions defaults = BpeOptions.DEFAULT;
        Tokenizer loading = tokenizer(
                new BpeOptions(
                        defaults.size(),
                        defaults.split(),
                        defaults.digits(),
                        defaults.byteOrder(),
                        defaults.specialTokens(),
                        defaults.minFrequency(),
                        defaults.maxPieces(),
                        defaults.pattern(),
                        Optional.of(folder)),
                1);
        assertThat(loading.existing()).contains(folder);
        assertThat(loading.vocabularySize()).isEqualTo(262);
        assertThatThrownBy(() -> loading.train(corpus, context()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("leave load out");
        assertThat(tokenizer(262).existing()).isEmpty();
    }

    @Test
    void defaultsAreThoseOfTheOptionsTable() {
        OptionsDescriptor options = OptionsDescriptor.of(BpeOptions.class);
        // Without one, and not required: load, which says that nothing is trained.
        assertThat(options.options().stream()
                        .map(OptionDescriptor::defaultValue)
                        .flatMap(Optional::stream))
                .containsExactly(
                        String.valueOf(BpeOptions.DEFAULT.size()),
                        BpeOptions.DEFAULT.split().name().toLowerCase(),
                        String.valueOf(BpeOptions.DEFAULT.digits()),
                        BpeOptions.DEFAULT.byteOrder().name().toLowerCase(),
                        "[" + String.join(", ", BpeOptions.DEFAULT.specialTokens()) + "]",
                        String.valueOf(BpeOptions.DEFAULT.minFrequency()),
                        String.valueOf(BpeOptions.DEFAULT.maxPieces()),
                        BpeOptions.DEFAULT.pattern());
    }

    @Test
    void refusesOptionsThatCannotBe() {
        assertThatThrownBy(() -> BpeOptions.DEFAULT.withSize(259))
                .isInstanceOf(UserError.class)
                .hasMessage("size 259 has no room for the 4 special tokens and the 256 bytes that every vocabulary has;"
                        + " set size to 260 or more");
        assertThatThrownBy(() -> withSplit(SplitPattern.LLAMA3, 2))
                .isInstanceOf(UserError.class)
                .hasMessage("split llama3 has numbers in threes, but digits is 2;"
                        + " leave digits out, or set split to gpt4");
        assertThatThrownBy(() -> withSplit(SplitPattern.GPT4, 0))
                .isInstanceOf(UserError.class)
                .hasMessage("digits 0 is not in 1..9");
        assertThatThrownBy(() -> BpeOptions.DEFAULT.withMinFrequency(0))
                .isInstanceOf(UserError.class)
                .hasMessage("min-frequency 0 is below 1");
        assertThatThrownBy(() -> BpeOptions.DEFAULT.withMaxPieces(-1))
                .isInstanceOf(UserError.class)
                .hasMessage("max-pieces -1 is below 0");
    }

    private static BpeOptions withSplit(SplitPattern split, int digits) {
        return new BpeOptions(500, split, digits, ByteOrder.VALUE, BpeOptions.DEFAULT.specialTokens(), 1, 0, "");
    }

    @Test
    void refusesInvalidSpecialTokens() {
        assertThatThrownBy(() -> BpeOptions.DEFAULT.withSpecialTokens(List.of("<s>", "<pad>")))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "special-tokens has 2 spellings, but the first 4 are needed to begin a document, to pad, and"
                                + " to begin what the person and what the model says; name at least 4, for example"
                                + " <|endoftext|>, <|pad|>, <|user|>, <|assistant|>");
        assertThatThrownBy(() -> BpeOptions.DEFAULT.withSpecialTokens(List.of("<s>", "<pad>", "<u>", "<s>")))
                .isInstanceOf(UserError.class)
                .hasMessage("special-tokens has <s> twice; each spelling is one token");
        assertThatThrownBy(() -> BpeOptions.DEFAULT.withSpecialTokens(List.of("<s>", "<pad>", "<u>", "a")))
                .isInstanceOf(UserError.class)
                .hasMessage("special-tokens has 'a', which is too short: ordinary text needs every single byte; use a"
                        + " spelling that no text has, such as <|mark|>");
        assertThatThrownBy(() -> BpeOptions.DEFAULT
                        .withSpecialTokens(List.of("<s>", "<p>", "<u>", "<a>", "<b>"))
                        .withSize(260))
                .isInstanceOf(UserError.class)
                .hasMessage("size 260 has no room for the 5 special tokens and the 256 bytes that every vocabulary has;"
                        + " set size to 261 or more");
    }

    @Test
    void givesSpecialsTheFirstIds() throws IOException {
        BpeOptions options = BpeOptions.DEFAULT
                .withSpecialTokens(List.of("<s>", "<pad>", "<reader>", "<author>", "<|reserved-1|>"))
                .withSize(300);
        Vocabulary vocabulary = tokenizer(options, 2).train(new MemoryCorpus("books", BOOKS, List.of()), context());
        assertThat(vocabulary.size()).isEqualTo(300);
        assertThat(vocabulary.specials())
                .containsExactly(
                        Map.entry("<s>", 0),
                        Map.entry("<pad>", 1),
                        Map.entry("<reader>", 2),
                        Map.entry("<author>", 3),
                        Map.entry("<|reserved-1|>", 4));
        assertThat(vocabulary.id(SpecialToken.USER)).isEqualTo(2);
        assertThat(vocabulary.bytes(5)).containsExactly(0);
    }

    @Test
    void namesTheDocumentThatSpellsASpecial() {
        Corpus corpus = MemoryCorpus.ofTexts("a <| b |> c <user> <|usher|>", "then came <|user|> in");
        assertThatThrownBy(() -> tokenizer(260).train(corpus, context()))
                .isInstanceOf(UserError.class)
                .hasMessage("document 'text-1' has <|user|> in its text, which is the spelling of a special token and"
                        + " must not occur in what a vocabulary is trained on; take it out of the text with a filter,"
                        + " or spell the token otherwise in specials");
    }

    @Test
    void doesNotSeeASpecialAcrossTwoDocuments() throws IOException {
        assertThat(tokenizer(260).train(MemoryCorpus.ofTexts("came <|us", "er|> in"), context()))
                .isNotNull();
    }

    @Test
    void saysHowManyTokensAreFrequentEnough() {
        BpeOptions options = BpeOptions.DEFAULT.withMinFrequency(2).withSize(300);
        assertThatThrownBy(() -> tokenizer(options, 1).train(MemoryCorpus.ofTexts("abcd abcd"), context()))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "asked for a vocabulary of 300 tokens, but the text of corpus 'books' gives at most 263 when"
                                + " pairs must occur 2 times (min-frequency); set size to 263 or less, or use more text");
    }
}
