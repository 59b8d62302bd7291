// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.encoding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.seance.api.tokenizer.TokenBuffer;
import dev.seance.plugins.bpe.BpeVocabulary;
import dev.seance.plugins.bpe.BpeVocabularyTest;
import dev.seance.plugins.bpe.RandomTexts;
import dev.seance.plugins.bpe.model.ByteOrder;
import dev.seance.plugins.bpe.model.TokenIds;
import dev.seance.plugins.bpe.split.PieceScanner;
import dev.seance.plugins.bpe.split.SplitPattern;
import dev.seance.plugins.bpe.unicode.Utf8Text;
import java.lang.management.ManagementFactory;
import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextEncoderTest {

    private static final SplitPattern.PreTokenizer SPLIT = new SplitPattern.PreTokenizer(SplitPattern.LLAMA3, 3);
    private static final BpeVocabulary VOCABULARY = BpeVocabularyTest.vocabulary(ByteOrder.VALUE, SPLIT);
    private static final MergeTable MERGES = new MergeTable(VOCABULARY.model().merges());

    /** Ids in another order, the first of them that number. */
    private static TokenIds idsFrom(int first) {
        int symbols = VOCABULARY.model().merges().symbols();
        int[] ids =
                IntStream.range(0, symbols).map(i -> first + symbols - 1 - i).toArray();
        return new TokenIds(ids, Map.of(), Map.of());
    }

    private static TextEncoder encoder(TokenIds ids, int cacheBits) {
        return new TextEncoder(SPLIT.scanner(), new PieceEncoder(MERGES), ids, cacheBits);
    }

    /** Each piece by itself, and nothing remembered. */
    private static int[] plainly(String text, TokenIds ids) {
        Utf8Text utf8 = new Utf8Text();
        utf8.set(text);
        PieceScanner scanner = SPLIT.scanner();
        PieceEncoder merger = new PieceEncoder(MERGES);
        IntStream.Builder tokens = IntStream.builder();
        for (int from = 0; from < utf8.length(); ) {
            int end = scanner.next(utf8.bytes(), from, utf8.length());
            int count = merger.encode(utf8.bytes(), from, end - from);
            Arrays.stream(merger.symbols(), 0, count).map(ids::id).forEach(tokens::add);
            from = end;
        }
        return tokens.build().toArray();
    }

    private static int[] encoded(TextEncoder encoder, TokenIds ids, CharSequence text) {
        TokenBuffer tokens = TokenBuffer.forVocabulary(ids.size());
        encoder.encode(text, tokens);
        return tokens.toArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 260, 60_000, 70_000, 1_500_000, (1 << 21) - 400, 1 << 21})
    void anyIdsAndAnyRoomForPiecesGiveTheTokensOfEachPieceByItself(int firstId) {
        TokenIds ids = idsFrom(firstId);
        for (int bits : new int[] {1, 2, 3, 5, 17}) {
            TextEncoder encoder = encoder(ids, bits);
            for (long seed = 1; seed <= 300; seed++) {
                String text = new RandomTexts(seed).next();
                assertThat(encoded(encoder, ids, text))
                        .as("%d bits, seed %d", bits, seed)
                        .isEqualTo(plainly(text, ids));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 70_000})
    void piecesOfAnyLengthHaveTheirTokensTheSecondTimeToo(int firstId) {
        TokenIds ids = idsFrom(firstId);
        TextEncoder encoder = encoder(ids, 10);
        Random random = new Random(1837);
        for (int length = 1; length <= 200; length++) {
            String piece = random.ints(length, 'a', 'a' + 1 + random.nextInt(5))
                    .mapToObj(Character::toString)
                    .collect(Collectors.joining());
            int[] expected = plainly(piece, ids);
            assertThat(encoded(encoder, ids, piece)).as(piece).isEqualTo(expected);
            assertThat(encoded(encoder, ids, piece)).as(piece).isEqualTo(expected);
        }
    }

    @Test
    void bytesAroundTheTextDoNotCount() {
        TokenIds ids = idsFrom(4);
        TextEncoder encoder = encoder(ids, 10);
        for (long seed = 1; seed <= 500; seed++) {
            Random random = new Random(seed);
            String text = "word ".repeat(random.nextInt(40)) + new RandomTexts(seed).next();
            String before = "s".repeat(random.nextInt(3));
            byte[] utf8 = (before + text + "'s s".repeat(random.nextInt(40))).getBytes(UTF_8);
            TokenBuffer tokens = TokenBuffer.forVocabulary(ids.size());
            encoder.encode(utf8, before.length(), before.length() + text.getBytes(UTF_8).length, tokens);
            assertThat(tokens.toArray()).as("seed %d", seed).isEqualTo(plainly(text, ids));
        }
    }

    @Test
    void stringsOfAnyLengthAndKindHaveTheTokensOfTheirBytes() {
        TokenIds ids = idsFrom(4);
        TextEncoder encoder = encoder(ids, 12);
        for (String part : new String[] {"It was the best of times, ", "naïve café ", "𝒜𝓑", "x", " \n", "語"}) {
            String text = part.repeat(100_000 / part.length()) + "end";
            int[] expected = plainly(text, ids);
            for (CharSequence kind : new CharSequence[] {text, new StringBuilder(text), CharBuffer.wrap(text)}) {
                assertThat(encoded(encoder, ids, kind))
                        .as("%s of %s", kind.getClass(), part)
                        .isEqualTo(expected);
            }
        }
        String mixed = LongStream.range(0, 5000)
                .mapToObj(seed -> new RandomTexts(seed).next())
                .collect(Collectors.joining(" and "));
        assertThat(encoded(encoder, ids, mixed)).isEqualTo(plainly(mixed, ids));
    }

    @Test
    void allocatesNothingForAPieceOnceItIsWarm() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        TokenIds ids = idsFrom(4);
        TextEncoder encoder = encoder(ids, 17);
        TokenBuffer tokens = TokenBuffer.forVocabulary(ids.size());
        String text = LongStream.range(0, 300)
                .mapToObj(seed -> new RandomTexts(seed).next())
                .collect(Collectors.joining(" "));
        byte[] utf8 = text.getBytes(UTF_8);
        byte[] spacious = Arrays.copyOf(utf8, utf8.length + Utf8Text.SPARE);
        long before = 0;
        for (int i = 0; i < 60; i++) {
            if (i == 10) {
                before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            }
            tokens.clear();
            encoder.encode(text, tokens);
            encoder.encode(utf8, 0, utf8.length, tokens);
            encoder.encode(spacious, 0, utf8.length, tokens);
        }
        long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        // The scanner makes itself a small object for hundreds of pieces; an object a piece would be four bytes a byte.
        assertThat(allocated).isLessThan(150L * utf8.length / 10);
    }

    @Test
    void refusesABufferThatIsTooNarrow() {
        TextEncoder encoder = encoder(idsFrom(70_000), 5);
        assertThatThrownBy(() -> encoder.encode("a", TokenBuffer.forVocabulary(100)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs 4");
    }

    @Test
    void refusesPlacesOutsideTheArray() {
        TextEncoder encoder = encoder(idsFrom(4), 5);
        TokenBuffer tokens = TokenBuffer.forVocabulary(600);
        assertThatThrownBy(() -> encoder.encode(new byte[10], 5, 11, tokens))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
