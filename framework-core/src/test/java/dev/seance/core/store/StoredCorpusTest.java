// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import dev.seance.api.corpus.CorpusSize;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Provenance;
import dev.seance.api.corpus.Subset;
import dev.seance.api.corpus.TextReader;
import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.UserError;
import dev.seance.api.testing.RandomText;
import dev.seance.kit.stage.DocumentLines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredCorpusTest {

    @TempDir
    Path folder;

    private Path file(String name) {
        return folder.resolve(name);
    }

    private static CorpusSize write(Path file, Document... documents) throws IOException {
        DocumentLines writer = new DocumentLines(new ZstdOutputStream(Files.newOutputStream(file)).setChecksum(true));
        try (writer) {
            for (Document document : documents) {
                writer.write(document);
            }
        }
        return writer.size();
    }

    private static List<Document> read(Path file) throws IOException {
        try (Stream<Document> stream = StoredCorpus.documents(file)) {
            List<Document> documents = stream.toList();
            assertThat(texts(file))
                    .as("the same texts, read off the bytes")
                    .isEqualTo(documents.stream()
                            .map(document -> document.id() + ": " + document.text())
                            .toList());
            return documents;
        }
    }

    private static List<String> texts(Path file) throws IOException {
        List<String> texts = new ArrayList<>();
        try (TextReader reader = new StoredTextReader(file)) {
            while (reader.next()) {
                ByteArrayOutputStream text = new ByteArrayOutputStream();
                byte[] some = new byte[61];
                for (int read = reader.read(some, 0, 61); read >= 0; read = reader.read(some, 0, 61)) {
                    text.write(some, 0, read);
                }
                texts.add(reader.document() + ": " + text.toString(StandardCharsets.UTF_8));
            }
        }
        return texts;
    }

    @Test
    void keepsEveryField() throws IOException {
        Document whole = Document.of("pickwick", "Mr. Pickwick observed.\n")
                .title("The Pickwick Papers")
                .author("Charles Dickens")
                .year(1837)
                .language("en")
                .place("London")
                .ocrConfidence(0.1 + 0.2)
                .attribute(Document.KIND, "novel")
                .attribute(Document.DATE, "1836-1837 \"[?]\"")
                .provenance(new Provenance("folder", "novels/pickwick.txt", "public domain"))
                .build();
        Document bare = Document.of("bare", "").build();
        Document bounds = Document.of("b", " ").year(-44).ocrConfidence(0).build();

        write(file("a"), whole, bare, bounds);

        assertThat(read(file("a"))).containsExactly(whole, bare, bounds);
    }

    @Test
    void keepsAnyTextAndCountsIt() throws IOException {
        long seed = System.nanoTime();
        RandomText random = new RandomText(seed);
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            documents.add(Document.of("id " + i + random.next(4), random.next(200))
                    .title(random.next(10))
                    .build());
        }
        long bytes = documents.stream()
                .mapToLong(document -> document.text().getBytes(StandardCharsets.UTF_8).length)
                .sum();
        long words = documents.stream().mapToLong(Document::words).sum();

        CorpusSize size = write(file("a"), documents.toArray(Document[]::new));

        assertThat(read(file("a"))).as("seed %d", seed).isEqualTo(documents);
        assertThat(size).as("seed %d", seed).isEqualTo(new CorpusSize(300, 0, words, bytes));
    }

    @Test
    void keepsLineSeparatorsAndControls() throws IOException {
        Document odd = Document.of("odd", "a\u2028b\u2029c\u0085d\0e\rf\r\ng\u000Bh\f\"\\")
                .build();

        write(file("a"), odd);

        assertThat(read(file("a"))).containsExactly(odd);
    }

    @Test
    void replacesHalvesOfSurrogatePairs() throws IOException {
        CorpusSize size = write(
                file("a"),
                Document.of("half", "\uD83D and \uDC69\uD83D\uDC69\uD83D").build());

        assertThat(read(file("a")))
                .containsExactly(Document.of("half", "\uFFFD and \uFFFD\uD83D\uDC69\uFFFD")
                        .build());
        assertThat(size.bytes()).isEqualTo(3 + 5 + 3 + 4 + 3);
    }

    @Test
    void readsFramesLaidEndToEndAsOneFile() throws IOException {
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Document document = Document.of("d" + i, "text ".repeat(i * 50)).build();
            write(file("frame"), i % 3 == 0 ? new Document[0] : new Document[] {document});
            Files.write(
                    file("all"),
                    Files.readAllBytes(file("frame")),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            if (i % 3 != 0) {
                documents.add(document);
            }
        }

        assertThat(read(file("all"))).isEqualTo(documents);
    }

    @Test
    void writesTheSameBytesForTheSameDocuments() throws IOException {
        Document document = Document.of("d", "the same text ".repeat(100)).build();

        write(file("a"), document, document);
        write(file("b"), document, document);

        assertThat(file("a")).hasSameBinaryContentAs(file("b"));
    }

    @Test
    void saysThatAFileCutShortIsDamaged() throws IOException {
        write(file("a"), noise(7).toArray(Document[]::new));
        byte[] whole = Files.readAllBytes(file("a"));
        Files.write(file("a"), Arrays.copyOf(whole, whole.length * 2 / 3));

        for (ThrowingCallable reading : List.<ThrowingCallable>of(() -> read(file("a")), () -> texts(file("a")))) {
            assertThatThrownBy(reading)
                    .isInstanceOf(UserError.class)
                    .hasMessageStartingWith(file("a") + ": damaged (")
                    .hasMessageEndingWith("); delete the folder " + folder + " and run again to make it anew");
        }
    }

    @Test
    void neverTakesAFlippedByteForOtherText() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Document> documents = noise(seed);
        write(file("a"), documents.toArray(Document[]::new));
        byte[] whole = Files.readAllBytes(file("a"));
        for (int i = 0; i < 50; i++) {
            byte[] flipped = whole.clone();
            flipped[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file("a"), flipped);

            List<Document> found;
            try {
                found = read(file("a"));
            } catch (UserError e) {
                continue;
            }
            assertThat(found).as("seed %d, flip %d", seed, i).isEqualTo(documents);
        }
    }

    @Test
    void readsTextsOfAFlippedFileAsTheyWereOrNotAtAll() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        write(file("a"), noise(seed).toArray(Document[]::new));
        byte[] whole = Files.readAllBytes(file("a"));
        List<String> right = texts(file("a"));
        for (int i = 0; i < 50; i++) {
            byte[] flipped = whole.clone();
            flipped[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file("a"), flipped);
            try {
                assertThat(texts(file("a"))).as("seed %d, flip %d", seed, i).isEqualTo(right);
            } catch (UserError e) {
                assertThat(e).hasMessageContaining("damaged");
            }
        }
    }

    private static List<Document> noise(long seed) {
        Random random = new Random(seed);
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            documents.add(
                    Document.of("d" + i, Long.toHexString(random.nextLong()).repeat(1 + i))
                            .build());
        }
        return documents;
    }

    @Test
    void readsABookLongerThanAnyNovel() throws IOException {
        Document complete =
                Document.of("complete works", "to be or not ".repeat(2_000_000)).build();

        write(file("a"), complete);

        assertThat(read(file("a"))).hasSize(1);
    }

    @Test
    void saysThatALineWithoutIdIsDamage() throws IOException {
        Path frame = file("a");
        try (ZstdOutputStream out = new ZstdOutputStream(Files.newOutputStream(frame))) {
            out.write("{\"text\":\"whose?\"}\n".getBytes(StandardCharsets.UTF_8));
        }

        assertThatThrownBy(() -> read(frame)).isInstanceOf(UserError.class).hasMessageContaining("needs an id");
        assertThatThrownBy(() -> texts(frame)).isInstanceOf(UserError.class).hasMessageContaining("needs an id");
    }

    @Test
    void readsShardAfterShardAndKnowsItsSizes() throws IOException {
        ArtifactStore store = new ArtifactStore(folder);
        Artifact artifact;
        try (ArtifactStore.Draft draft = store.begin(ArtifactKind.CORPUS, "f1", Manifests.OWNER)) {
            Map<String, Double> metrics = new LinkedHashMap<>();
            CorpusSize first = write(
                    draft.output().resolve(StoredCorpus.shardFile(Subset.TRAIN, 0)),
                    Document.of("a", "one two").build());
            CorpusSize second = write(
                    draft.output().resolve(StoredCorpus.shardFile(Subset.TRAIN, 1)),
                    Document.of("b", "three").build());
            metrics.putAll(StoredCorpus.metrics(Subset.TRAIN, first.plus(second)));
            metrics.putAll(StoredCorpus.metrics(Subset.VALIDATION, CorpusSize.NOTHING));
            Files.writeString(draft.output().resolve("funnel.json"), "{}");
            artifact = draft.commit(
                    files -> Manifests.of(ArtifactKind.CORPUS, "f1", metrics, "1837-06-20T12:00:00Z", files));
        }
        StoredCorpus corpus = new StoredCorpus("books", artifact);

        assertThat(corpus.name()).isEqualTo("books");
        assertThat(corpus.shards(Subset.TRAIN)).isEqualTo(2);
        assertThat(corpus.shards(Subset.VALIDATION)).isZero();
        assertThat(corpus.size(Subset.TRAIN)).isEqualTo(new CorpusSize(2, 0, 3, 12));
        assertThat(corpus.size(Subset.VALIDATION)).isEqualTo(CorpusSize.NOTHING);
        try (Stream<Document> documents = corpus.read(Subset.TRAIN)) {
            assertThat(documents.map(Document::id)).containsExactly("a", "b");
        }
    }
}
