// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Subset;
import dev.seance.api.run.Environment;
import dev.seance.api.testing.TestContext;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.plugins.bpe.BpeOptions;
import dev.seance.plugins.bpe.BpeTokenizer;
import dev.seance.plugins.bpe.MadeUpText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Noise that keeps making new words, in texts larger than memory. */
class NoisyNovelsTest {

    private static NoisyNovels novels(int novel, long bytes) {
        byte[] text = MadeUpText.write(novel, 7).getBytes(StandardCharsets.UTF_8);
        return new NoisyNovels(List.of(text), bytes, 1837);
    }

    @Test
    void areTheSameEachTimeAndWellFormed() throws IOException {
        NoisyNovels novels = novels(20_000, 3_000_000);
        for (int shard : new int[] {0, 1, 63}) {
            try (Stream<Document> once = novels.read(Subset.TRAIN, shard);
                    Stream<Document> again = novels.read(Subset.TRAIN, shard)) {
                List<String> texts = once.map(Document::text).toList();
                assertThat(texts).isNotEmpty().doesNotHaveDuplicates();
                assertThat(texts).isEqualTo(again.map(Document::text).toList());
                assertThat(texts).noneMatch(text -> text.indexOf('\uFFFD') >= 0);
            }
        }
    }

    /** Half a gigabyte in a heap that could not hold it, and as fast as the build's machine allows. */
    @Test
    @Tag("full")
    void areLearntFromWithoutBeingHeld(@TempDir Path folder) throws IOException {
        NoisyNovels novels = novels(2_000_000, 500_000_000);
        TestContext context = new TestContext(folder, 1);
        Vocabulary vocabulary = new BpeTokenizer(
                        BpeOptions.DEFAULT, new Environment(folder, true, 2, Clock.systemUTC()))
                .train(novels, context);
        assertThat(vocabulary.size()).isEqualTo(BpeOptions.DEFAULT.size());
        assertThat(context.summary().get("distinctPieces")).isGreaterThan(800_000);
    }
}
