// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.plugins.bpe.file.TokenizerFile;
import dev.seance.plugins.bpe.model.BpeModel;
import dev.seance.plugins.bpe.model.ByteOrder;
import dev.seance.plugins.bpe.model.Merges;
import dev.seance.plugins.bpe.model.Pair;
import dev.seance.plugins.bpe.split.SplitPattern;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Hugging Face's own library loads our files and gives our ids. */
class HuggingFaceTest {

    /** GPT-4o's pattern, as its tokenizer.json has it. */
    private static final String GPT4O =
            "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+"
                    + "(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+"
                    + "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+"
                    + "|\\s+(?!\\S)|\\s+";

    @TempDir
    Path folder;

    static Stream<Arguments> kinds() {
        return Stream.of(
                Arguments.of(ByteOrder.VALUE, new SplitPattern.PreTokenizer(SplitPattern.LLAMA3, 3)),
                Arguments.of(ByteOrder.CHARACTER, new SplitPattern.PreTokenizer(SplitPattern.GPT4, 2)),
                Arguments.of(ByteOrder.VALUE, new SplitPattern.PreTokenizer(SplitPattern.GPT2, 3)),
                Arguments.of(ByteOrder.VALUE, new SplitPattern.PreTokenizer(SplitPattern.WHITESPACE, 3)),
                Arguments.of(ByteOrder.VALUE, SplitPattern.PreTokenizer.of(GPT4O)),
                Arguments.of(
                        ByteOrder.VALUE,
                        SplitPattern.PreTokenizer.of("\\p{Lu}?(?>\\w+)(?=[^x]|\\z)|[!-/&&[^.]]{2,3}|\\d")));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void givesOurIds(ByteOrder order, SplitPattern.PreTokenizer split) throws IOException {
        BpeVocabulary ours = BpeVocabularyTest.vocabulary(order, split);
        ours.save(folder);
        try (HuggingFaceTokenizer theirs = loaded()) {
            for (long seed = 1; seed <= 5000; seed++) {
                // Their library turns a special token's spelling into the token; ours never does.
                String text = new RandomTexts(seed).next().replace("<|", "<");
                int[] expected = Arrays.stream(theirs.encode(text, false, false).getIds())
                        .mapToInt(Math::toIntExact)
                        .toArray();
                assertThat(ours.encode(text)).as("seed %d", seed).isEqualTo(expected);
                assertThat(theirs.decode(Arrays.stream(expected).asLongStream().toArray(), true))
                        .isEqualTo(text);
            }
            for (SpecialToken special : SpecialToken.values()) {
                assertThat(theirs.encode(special.spelling(), false, false).getIds())
                        .containsExactly(ours.id(special));
            }
        }
    }

    @Test
    void givesOurIdsOfLongTextsFromAllOverUnicode() throws IOException {
        BpeVocabulary ours =
                BpeVocabularyTest.vocabulary(ByteOrder.VALUE, new SplitPattern.PreTokenizer(SplitPattern.LLAMA3, 3));
        ours.save(folder);
        try (HuggingFaceTokenizer theirs = loaded()) {
            // Every character of the planes that have any, by themselves and among words.
            for (String between : new String[] {"", " a"}) {
                for (int first = 0; first < 0x32000; first += 0x2000) {
                    String text = IntStream.range(first, first + 0x2000)
                            .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                            .mapToObj(c -> Character.toString(c) + between)
                            .collect(Collectors.joining());
                    assertThat(ours.encode(text))
                            .as("U+%04X and on, between them '%s'", first, between)
                            .isEqualTo(ids(theirs, text));
                }
            }
        }
    }

    @Test
    void takesPiecesWholeWhereTheFileSaysSo() throws IOException {
        SplitPattern.PreTokenizer split = new SplitPattern.PreTokenizer(SplitPattern.LLAMA3, 3);
        BpeVocabulary learnt = BpeVocabularyTest.vocabulary(ByteOrder.VALUE, split);
        Merges all = learnt.model().merges();
        // Without every third merge many tokens cannot be made; whole pieces are those tokens all the same.
        int[] left = IntStream.range(0, all.size()).filter(k -> k % 3 != 0).toArray();
        byte[][] symbols =
                IntStream.range(0, all.symbols()).mapToObj(all::bytes).toArray(byte[][]::new);
        Merges some = Merges.distinct(
                symbols,
                Arrays.stream(left)
                        .mapToLong(k -> Pair.of(all.left(k), all.right(k)))
                        .toArray(),
                Arrays.stream(left).map(all::made).toArray());
        new BpeVocabulary(new BpeModel(split, some, learnt.model().ids(), true)).save(folder);
        BpeVocabulary ours = new BpeVocabulary(TokenizerFile.read(folder));
        BpeVocabulary merging =
                new BpeVocabulary(new BpeModel(split, some, learnt.model().ids(), false));
        int different = 0;
        try (HuggingFaceTokenizer theirs = loaded()) {
            for (long seed = 1; seed <= 2000; seed++) {
                String text = new RandomTexts(seed).next().replace("<|", "<");
                int[] expected = ids(theirs, text);
                assertThat(ours.encode(text)).as("seed %d", seed).isEqualTo(expected);
                different += Arrays.equals(merging.encode(text), expected) ? 0 : 1;
            }
        }
        assertThat(different).isGreaterThan(100);
    }

    private HuggingFaceTokenizer loaded() throws IOException {
        return HuggingFaceTokenizer.newInstance(
                folder.resolve(Vocabulary.FILE), Map.of("truncation", "false", "maxLength", "100000"));
    }

    private static int[] ids(HuggingFaceTokenizer tokenizer, String text) {
        return Arrays.stream(tokenizer.encode(text, false, false).getIds())
                .mapToInt(Math::toIntExact)
                .toArray();
    }
}
