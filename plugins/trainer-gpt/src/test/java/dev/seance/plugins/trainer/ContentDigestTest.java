// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Subset;
import dev.seance.api.testing.ByteVocabulary;
import dev.seance.api.testing.MemoryCorpus;
import dev.seance.api.testing.TestContext;
import dev.seance.kit.tokens.CorpusEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentDigestTest {

    @TempDir
    private Path folder;

    private int corpora;

    @Test
    void oneOtherLetterAnywhereIsOtherTrainingData() throws IOException {
        List<Document> books = Prose.documents(3000, 1);
        String digest = digest(books);
        assertThat(digest(books)).isEqualTo(digest);
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 20; i++) {
            int book = random.nextInt(books.size());
            StringBuilder text = new StringBuilder(books.get(book).text());
            int letter = random.nextInt(text.length());
            text.setCharAt(letter, text.charAt(letter) == '#' ? '%' : '#');
            List<Document> changed = new ArrayList<>(books);
            changed.set(book, Document.of(books.get(book).id(), text.toString()).build());
            assertThat(digest(changed))
                    .as("letter %d of book %d, seed %d", letter, book, seed)
                    .isNotEqualTo(digest);
        }
    }

    @Test
    void theSameTokensInOtherDocumentsAreOtherTrainingData() throws IOException {
        List<Document> two =
                List.of(Document.of("a", "ab").build(), Document.of("b", "cd").build());
        List<Document> others =
                List.of(Document.of("a", "abc").build(), Document.of("b", "d").build());
        assertThat(digest(two)).isNotEqualTo(digest(others));
    }

    private String digest(List<Document> documents) throws IOException {
        Path shards = Files.createDirectory(folder.resolve("corpus-" + corpora++));
        return ContentDigest.of(new CorpusEncoder(
                        new MemoryCorpus("books", documents, List.of()),
                        new ByteVocabulary(),
                        shards,
                        new TestContext(shards, 1).progress(),
                        () -> false)
                .encode(Subset.TRAIN, 1));
    }
}
