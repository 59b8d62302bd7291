// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.GptBytePairEncodingParams;
import dev.seance.plugins.bpe.BpeVocabulary;
import dev.seance.plugins.bpe.BpeVocabularyTest;
import dev.seance.plugins.bpe.RandomTexts;
import dev.seance.plugins.bpe.model.ByteOrder;
import dev.seance.plugins.bpe.split.SplitPattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RankLinesTest {

    @TempDir
    Path folder;

    private Map<byte[], Integer> ranks() throws IOException {
        Map<byte[], Integer> ranks = new LinkedHashMap<>();
        for (String line : Files.readAllLines(folder.resolve("vocabulary.tiktoken"))) {
            String[] parts = line.split(" ");
            assertThat(parts).hasSize(2);
            ranks.put(Base64.getDecoder().decode(parts[0]), Integer.valueOf(parts[1]));
        }
        return ranks;
    }

    @Test
    void giveOurIdsInJtokkitThoughTheyDoNotBeginAtNought() throws IOException {
        SplitPattern.PreTokenizer split = new SplitPattern.PreTokenizer(SplitPattern.LLAMA3, 3);
        for (ByteOrder order : ByteOrder.values()) {
            BpeVocabulary ours = BpeVocabularyTest.vocabulary(order, split);
            ours.save(folder);
            EncodingRegistry registry = Encodings.newLazyEncodingRegistry();
            // Its own patterns are compiled like this; ours leaves the meaning of \s and (?i:) to the engine.
            Pattern pattern = Pattern.compile(split.regex(), Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNICODE_CASE);
            registry.registerGptBytePairEncoding(
                    new GptBytePairEncodingParams("ours", pattern, ranks(), ours.specials()));
            Encoding theirs = registry.getEncoding("ours").orElseThrow();
            for (long seed = 1; seed <= 5000; seed++) {
                String text = asOldAsThisJavasUnicode(new RandomTexts(seed).next());
                assertThat(ours.encode(text))
                        .as("seed %d", seed)
                        .isEqualTo(theirs.encodeOrdinary(text).toArray());
            }
        }
    }

    /** JTokkit splits by java.util.regex, to which letters newer than the JDK are none. */
    private static String asOldAsThisJavasUnicode(String text) {
        return text.codePoints()
                .map(c -> Character.isDefined(c) ? c : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Test
    void areThoseOfEveryTokenButTheSpecialOnes() throws IOException {
        BpeVocabulary vocabulary = BpeVocabularyTest.vocabulary(
                ByteOrder.CHARACTER, new SplitPattern.PreTokenizer(SplitPattern.LLAMA3, 3));
        vocabulary.save(folder);
        Map<byte[], Integer> ranks = ranks();
        assertThat(ranks).hasSize(vocabulary.size() - vocabulary.specials().size());
        ranks.forEach((bytes, id) -> assertThat(vocabulary.bytes(id)).isEqualTo(bytes));
    }
}
