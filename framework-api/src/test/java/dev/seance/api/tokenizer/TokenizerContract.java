// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.seance.api.corpus.Corpus;
import dev.seance.api.corpus.Document;
import dev.seance.api.plugin.ExtensionContract;
import dev.seance.api.run.UserError;
import dev.seance.api.testing.MadeUpBooks;
import dev.seance.api.testing.MemoryCorpus;
import dev.seance.api.testing.RandomText;
import dev.seance.api.testing.ShardedCorpus;
import dev.seance.api.testing.TestContext;
import dev.seance.kit.tokens.SpecialTokenParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What holds for every {@link Tokenizer} and the {@link Vocabulary} it makes. A plugin's test extends it and says how a
 * tokenizer is made.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class TokenizerContract extends ExtensionContract {

    /** The bytes and the specials, and as many tokens again that have to be learnt. */
    private static final int SIZE = 2 * (256 + SpecialToken.values().length);

    private static final int CASES = 300;
    private static final List<Document> BOOKS = MadeUpBooks.write(24, 200, 1837);

    private Path workspace;
    private Vocabulary vocabulary;

    /**
     * A new tokenizer at each call.
     *
     * @param size how many tokens its vocabularies have, specials included; at least 256 bytes and the specials
     */
    protected abstract Tokenizer tokenizer(int size);

    @BeforeAll
    void trainOnce(@TempDir Path folder) throws IOException {
        workspace = folder;
        vocabulary = train(SIZE, new MemoryCorpus("books", BOOKS, List.of()));
    }

    @Test
    void saysBeforehandHowManyTokensThereWillBe() {
        assertThat(tokenizer(SIZE).vocabularySize()).isEqualTo(SIZE);
        assertThat(vocabulary.size()).isEqualTo(SIZE);
    }

    @Test
    void roundTripsAnyUtf8() {
        for (long seed = 0; seed < CASES; seed++) {
            String text = new RandomText(seed).next(200);
            assertThat(vocabulary.decode(vocabulary.encode(text)))
                    .as("seed %d", seed)
                    .isEqualTo(text);
        }
        BOOKS.forEach(book ->
                assertThat(vocabulary.decode(vocabulary.encode(book.text()))).isEqualTo(book.text()));
    }

    @Test
    void spellsTheBytesOfTheTextAndNothingElse() {
        for (long seed = 0; seed < CASES; seed++) {
            String text = new RandomText(seed).next(200);
            int[] ids = vocabulary.encode(text);
            assertThat(Arrays.stream(ids).allMatch(id -> id >= 0 && id < vocabulary.size()))
                    .as("seed %d: ids in range", seed)
                    .isTrue();
            assertThat(bytes(ids)).as("seed %d", seed).isEqualTo(text.getBytes(UTF_8));
        }
    }

    @Test
    void usesWhatItLearnt() {
        String text = BOOKS.get(0).text();
        assertThat(vocabulary.encode(text)).hasSizeLessThan(text.getBytes(UTF_8).length * 2 / 3);
    }

    @Test
    void encodesNothingAsNothing() {
        assertThat(vocabulary.encode("")).isEmpty();
        assertThat(vocabulary.decode()).isEmpty();
    }

    @Test
    void encodesAnyCharSequence() {
        String text = BOOKS.get(0).text();
        assertThat(vocabulary.encode(new StringBuilder(text))).isEqualTo(vocabulary.encode(text));
    }

    /** Takes less than a second. What needs time by the square of a run's length would take hours. */
    @Test
    @Timeout(300)
    void doesNotChokeOnLongRuns() {
        for (String run : List.of("a", " ", "\n", "—", "the", "7", "!", "𝔄")) {
            String text = run.repeat(100_000);
            assertThat(vocabulary.decode(vocabulary.encode(text)).equals(text))
                    .as("100,000 times '%s'", run)
                    .isTrue();
        }
    }

    @Test
    void hasEveryByteInItsAlphabet() {
        assertThat(IntStream.range(0, vocabulary.size())
                        .filter(id -> vocabulary.byteLength(id) == 1)
                        .map(id -> vocabulary.bytes(id)[0] & 0xFF)
                        .sorted()
                        .toArray())
                .isEqualTo(IntStream.range(0, 256).toArray());
    }

    @Test
    void hasNoTokenTwice() {
        assertThat(IntStream.range(0, vocabulary.size())
                        .mapToObj(vocabulary::bytes)
                        .filter(bytes -> bytes.length > 0)
                        .map(Arrays::toString))
                .doesNotHaveDuplicates();
    }

    @Test
    void knowsHowLongEachTokenIs() {
        for (int id = 0; id < vocabulary.size(); id++) {
            assertThat(vocabulary.byteLength(id)).as("token %d", id).isEqualTo(vocabulary.bytes(id).length);
        }
    }

    @Test
    void handsOutCopiesOfItsBytes() {
        int id = vocabulary.encode("a")[0];
        Arrays.fill(vocabulary.bytes(id), (byte) 'z');
        assertThat(vocabulary.decode(id)).isEqualTo("a");
    }

    @Test
    void decodesAnySequenceOfIds() {
        for (long seed = 0; seed < CASES; seed++) {
            Random random = new Random(seed);
            int[] ids = random.ints(random.nextInt(40), 0, vocabulary.size()).toArray();
            String text = vocabulary.decode(ids);
            assertThat(UTF_8.newEncoder().canEncode(text)).as("seed %d", seed).isTrue();
        }
    }

    @Test
    void decodesAnIdThatIsNoneToTheReplacementCharacter() {
        int[] ids = {-1, vocabulary.size(), Integer.MAX_VALUE, Integer.MIN_VALUE};
        assertThat(vocabulary.decode(ids)).isEqualTo("\uFFFD".repeat(4));
        assertThatThrownBy(() -> vocabulary.bytes(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> vocabulary.byteLength(vocabulary.size()))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void makesSpecialTokensOfTheirSpellingsWhereTheCallerAsks() {
        vocabulary.specials().forEach((spelling, id) -> {
            String text = "Dear " + spelling + spelling + "\n" + spelling;
            assertThat(SpecialTokenParser.encode(vocabulary, text))
                    .isEqualTo(joined(
                            vocabulary.encode("Dear "), new int[] {id, id}, vocabulary.encode("\n"), new int[] {id}));
        });
        assertThat(SpecialTokenParser.encode(vocabulary, "no marker")).isEqualTo(vocabulary.encode("no marker"));
    }

    @Test
    void namesItsSpecialTokens() {
        for (SpecialToken special : SpecialToken.values()) {
            assertThat(vocabulary.specials().values()).contains(vocabulary.id(special));
        }
        assertThat(List.copyOf(vocabulary.specials().values())).isSorted();
    }

    @Test
    void encodesTheSameIntoABuffer() {
        Encoder encoder = vocabulary.encoder();
        TokenBuffer tokens = TokenBuffer.forVocabulary(vocabulary.size());
        for (long seed = 0; seed < CASES; seed++) {
            String text = new RandomText(seed).next(200);
            byte[] utf8 = ("before" + text + "after").getBytes(UTF_8);
            tokens.clear();
            encoder.encode(text, tokens);
            encoder.encode(utf8, 6, utf8.length - 5, tokens);
            int[] once = vocabulary.encode(text);
            assertThat(tokens.toArray()).as("seed %d", seed).isEqualTo(joined(once, once));
        }
    }

    @Test
    void cutsTextOnlyWhereTheTokensAreThoseOfTheWhole() {
        Encoder encoder = vocabulary.encoder();
        for (long seed = 0; seed < CASES; seed++) {
            Random random = new Random(seed);
            String prose = BOOKS.get(random.nextInt(BOOKS.size())).text();
            String text = prose.substring(0, random.nextInt(prose.length())) + new RandomText(seed).next(50) + prose;
            byte[] utf8 = text.getBytes(UTF_8);
            int cut = encoder.lastCut(utf8, 0, random.nextInt(utf8.length));
            if (cut > 0) {
                TokenBuffer tokens = TokenBuffer.forVocabulary(vocabulary.size());
                encoder.encode(utf8, 0, cut, tokens);
                encoder.encode(utf8, cut, utf8.length, tokens);
                assertThat(tokens.toArray()).as("seed %d, cut %d", seed, cut).isEqualTo(vocabulary.encode(text));
            }
        }
    }

    @Test
    void countsLoneSurrogatesAsTheReplacementCharacter() {
        assertThat(decodedAgain("\uD800")).isEqualTo("\uFFFD");
        assertThat(decodedAgain("\uDC00")).isEqualTo("\uFFFD");
        assertThat(decodedAgain("a\uDBFFb")).isEqualTo("a\uFFFDb");
        assertThat(decodedAgain("\uDC00\uD800")).isEqualTo("\uFFFD\uFFFD");
        assertThat(decodedAgain("\uD83D\uD83D\uDE00!")).isEqualTo("\uFFFD\uD83D\uDE00!");
    }

    @Test
    void hasEverySpecialTokenOnce() {
        assertThat(specials()).doesNotHaveDuplicates().allSatisfy(id -> assertThat(id)
                .isBetween(0, vocabulary.size() - 1));
    }

    @Test
    void makesNoSpecialTokenOfATextThatSpellsIt() {
        for (SpecialToken special : SpecialToken.values()) {
            String text = "Dear " + special.spelling() + special.spelling() + "\n" + special.spelling();
            List<Integer> ids = Arrays.stream(vocabulary.encode(text)).boxed().toList();
            assertThat(ids).doesNotContainAnyElementsOf(specials());
            assertThat(vocabulary.decode(vocabulary.encode(text))).isEqualTo(text);
        }
    }

    @Test
    void decodesSpecialTokensToNothing() {
        int[] hello = vocabulary.encode("Hello");
        for (int special : specials()) {
            assertThat(vocabulary.bytes(special)).isEmpty();
            assertThat(vocabulary.decode(special)).isEmpty();
            int[] around = IntStream.concat(
                            IntStream.of(special), IntStream.concat(Arrays.stream(hello), IntStream.of(special)))
                    .toArray();
            assertThat(vocabulary.decode(around)).isEqualTo("Hello");
        }
    }

    @Test
    void encodesTheSameOnSeveralThreads(@TempDir Path folder) throws Exception {
        List<String> texts = new ArrayList<>(BOOKS.stream().map(Document::text).toList());
        IntStream.range(0, 50).forEach(seed -> texts.add(new RandomText(seed).next(300)));
        List<int[]> expected = texts.stream().map(vocabulary::encode).toList();
        vocabulary.save(folder);
        Vocabulary cold = tokenizer(SIZE).load(folder);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<List<int[]>>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(threads.submit(() -> texts.stream().map(cold::encode).toList()));
            }
            for (Future<List<int[]>> one : all) {
                assertThat(one.get().toArray(int[][]::new)).isDeepEqualTo(expected.toArray(int[][]::new));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void trainsTheSameVocabularyAgain() throws IOException {
        assertEqual(train(SIZE, new MemoryCorpus("books", BOOKS, List.of())), vocabulary);
    }

    @Test
    void trainsTheSameVocabularyHoweverTheDocumentsAreDealtToShards() throws IOException {
        for (int shards : new int[] {1, 2, 7, 40}) {
            assertEqual(train(SIZE, ShardedCorpus.dealing(BOOKS, shards, shards)), vocabulary);
        }
    }

    @Test
    void doesNotLookAtHeldOutDocuments() throws IOException {
        assertEqual(train(SIZE, new MemoryCorpus("books", BOOKS, MadeUpBooks.write(30, 300, 5))), vocabulary);
    }

    @Test
    void saysHowManyTokensATooSmallCorpusCanGive() throws IOException {
        Corpus small = MemoryCorpus.ofTexts("the sea, the sea and the ship upon the sea");
        UserError error = catchThrowableOfType(UserError.class, () -> train(SIZE, small));
        assertThat(error).as("the error of a vocabulary larger than the data").isNotNull();
        List<Integer> named = Pattern.compile("\\d[\\d,]*")
                .matcher(error.getMessage())
                .results()
                .map(number -> Integer.valueOf(number.group().replace(",", "")))
                .toList();
        assertThat(named).as(error.getMessage()).anyMatch(size -> size < SIZE && isTheMost(size, small));
    }

    private boolean isTheMost(int size, Corpus corpus) {
        if (size < 256 + SpecialToken.values().length) {
            return false;
        }
        try {
            train(size, corpus);
        } catch (UserError | IOException e) {
            return false;
        }
        return catchThrowableOfType(UserError.class, () -> train(size + 1, corpus)) != null;
    }

    @Test
    void refusesAnEmptyCorpus() {
        for (Corpus empty : List.of(MemoryCorpus.ofTexts(), MemoryCorpus.ofTexts("", ""))) {
            assertThatThrownBy(() -> train(SIZE, empty)).isInstanceOf(UserError.class);
        }
    }

    @Test
    void loadsWhatItSaved(@TempDir Path folder) throws IOException {
        vocabulary.save(folder);
        assertThat(folder.toFile().list()).contains(Vocabulary.FILE).noneMatch(name -> name.endsWith(".tmp"));
        assertEqual(tokenizer(SIZE).load(folder), vocabulary);
        assertEqual(tokenizer(SIZE / 2).load(folder), vocabulary);
        tokenizer(SIZE).load(folder).save(folder);
        assertEqual(tokenizer(SIZE).load(folder), vocabulary);
    }

    @Test
    void savesTheSameBytesAgain(@TempDir Path one, @TempDir Path other) throws IOException {
        vocabulary.save(one);
        tokenizer(SIZE).load(one).save(other);
        assertThat(other.resolve(Vocabulary.FILE)).hasSameBinaryContentAs(one.resolve(Vocabulary.FILE));
    }

    @Test
    void namesTheFileThatIsMissing(@TempDir Path folder) {
        assertRefuses(folder, "a missing file");
    }

    @Test
    void namesTheFileThatIsDamaged(@TempDir Path folder) throws IOException {
        vocabulary.save(folder);
        Path file = folder.resolve(Vocabulary.FILE);
        byte[] whole = Files.readAllBytes(file);
        for (long seed = 0; seed < 20; seed++) {
            int length = new Random(seed).nextInt(whole.length - 8);
            Files.write(file, Arrays.copyOf(whole, length));
            assertRefuses(folder, "the first " + length + " bytes");
        }
        for (String other : List.of("", "{}", "[]", "null", "\0\0", "{\"model\": {\"type\": \"Unheard\"}}")) {
            Files.writeString(file, other);
            assertRefuses(folder, "a file of '" + other + "'");
        }
    }

    private void assertRefuses(Path folder, String what) {
        assertThatThrownBy(() -> tokenizer(SIZE).load(folder))
                .as(what)
                .isInstanceOf(UserError.class)
                .hasMessageContaining(folder.resolve(Vocabulary.FILE).toString());
    }

    private static int[] joined(int[]... parts) {
        return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
    }

    private static void assertEqual(Vocabulary actual, Vocabulary expected) {
        assertThat(actual.size()).isEqualTo(expected.size());
        for (SpecialToken special : SpecialToken.values()) {
            assertThat(actual.id(special)).as(special.spelling()).isEqualTo(expected.id(special));
        }
        for (int id = 0; id < expected.size(); id++) {
            assertThat(actual.bytes(id)).as("token %d", id).isEqualTo(expected.bytes(id));
        }
        for (Document book : BOOKS) {
            assertThat(actual.encode(book.text())).isEqualTo(expected.encode(book.text()));
        }
    }

    private String decodedAgain(String text) {
        return vocabulary.decode(vocabulary.encode(text));
    }

    private Vocabulary train(int size, Corpus corpus) throws IOException {
        return tokenizer(size).train(corpus, new TestContext(workspace, 1837));
    }

    private List<Integer> specials() {
        return Arrays.stream(SpecialToken.values()).map(vocabulary::id).toList();
    }

    private byte[] bytes(int... ids) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int id : ids) {
            bytes.writeBytes(vocabulary.bytes(id));
        }
        return bytes.toByteArray();
    }
}
