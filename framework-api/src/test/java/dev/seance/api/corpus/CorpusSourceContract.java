// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.plugin.ExtensionContract;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for every {@link CorpusSource}; a plugin's test extends it and says where its data are. */
public abstract class CorpusSourceContract extends ExtensionContract {

    private static final int THREADS = 4;

    /** A new source over the same data at each call: at least two splits and three documents. */
    protected abstract CorpusSource source() throws Exception;

    /** A source as {@link #source} makes, after its data (or the version it is pinned to) changed. */
    protected abstract CorpusSource sourceOfChangedData() throws Exception;

    @Test
    void listsTheSameSplitsEveryTime() throws Exception {
        CorpusSource source = source();
        List<InputSplit> splits = source.splits();
        assertThat(splits).hasSizeGreaterThan(1);
        assertThat(splits).extracting(InputSplit::id).doesNotHaveDuplicates();
        assertThat(source.splits()).isEqualTo(splits);
        assertThat(source().splits()).isEqualTo(splits);
    }

    @Test
    void givesEveryDocumentAnIdOfItsOwn() throws Exception {
        assertThat(everything(source()))
                .hasSizeGreaterThan(2)
                .extracting(Document::id)
                .doesNotHaveDuplicates();
    }

    @Test
    void readsTheSameDocumentsEveryTime() throws Exception {
        CorpusSource source = source();
        List<Document> documents = everything(source);
        assertThat(everything(source)).isEqualTo(documents);
        assertThat(everything(source())).isEqualTo(documents);
    }

    @Test
    void readsASplitAloneAsItDoesInSequence() throws Exception {
        CorpusSource source = source();
        Map<String, List<Document>> inSequence = new HashMap<>();
        List<InputSplit> splits = source.splits();
        for (InputSplit split : splits) {
            inSequence.put(split.id(), documents(source, split));
        }
        List<InputSplit> backwards = new ArrayList<>(splits);
        Collections.reverse(backwards);
        for (InputSplit split : backwards) {
            CorpusSource fresh = source();
            fresh.splits();
            assertThat(documents(fresh, split)).as(split.id()).isEqualTo(inSequence.get(split.id()));
        }
    }

    @Test
    void readsASplitThatTravelled() throws Exception {
        CorpusSource source = source();
        for (InputSplit split : source.splits()) {
            assertThat(documents(source, travelled(split))).isEqualTo(documents(source, split));
        }
    }

    @Test
    void readsSplitsOnSeveralThreadsAsOnOne() throws Exception {
        CorpusSource source = source();
        List<Document> expected = everything(source);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (int round = 0; round < THREADS; round++) {
                List<Future<List<Document>>> parts = new ArrayList<>();
                for (InputSplit split : source.splits()) {
                    parts.add(threads.submit(() -> documents(source, split)));
                }
                List<Document> found = new ArrayList<>();
                for (Future<List<Document>> part : parts) {
                    found.addAll(part.get());
                }
                assertThat(found).isEqualTo(expected);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void canBeClosedHalfWay() throws Exception {
        CorpusSource source = source();
        for (InputSplit split : source.splits()) {
            source.read(split, BadRecords.FAIL).close();
            try (Stream<Document> documents = source.read(split, BadRecords.FAIL)) {
                documents.findFirst();
            }
        }
        assertThat(everything(source)).isEqualTo(everything(source()));
    }

    @Test
    void givesTextWithUnixLineEndsAndNoByteOrderMark() throws Exception {
        assertThat(everything(source()))
                .allSatisfy(document -> assertThat(document.text()).doesNotContain("\r", "\uFEFF"));
    }

    @Test
    void saysWhereDocumentsCameFrom() throws Exception {
        assertThat(everything(source())).allSatisfy(document -> {
            assertThat(document.provenance().source()).isNotBlank();
            assertThat(document.provenance().location()).isNotBlank();
        });
    }

    @Test
    void keepsItsRevisionAsLongAsItsData() throws Exception {
        CorpusSource source = source();
        String revision = source.revision();
        assertThat(revision).isNotBlank();
        everything(source);
        assertThat(source.revision()).isEqualTo(revision);
        assertThat(source().revision()).isEqualTo(revision);
    }

    @Test
    void changesItsRevisionWithItsData() throws Exception {
        String before = source().revision();
        assertThat(sourceOfChangedData().revision()).isNotEqualTo(before);
    }

    /** All documents of a source, split after split. */
    protected static List<Document> everything(CorpusSource source) throws IOException {
        List<Document> all = new ArrayList<>();
        for (InputSplit split : source.splits()) {
            all.addAll(documents(source, split));
        }
        return all;
    }

    private static List<Document> documents(CorpusSource source, InputSplit split) throws IOException {
        try (Stream<Document> documents = source.read(split, BadRecords.FAIL)) {
            return documents.toList();
        }
    }

    private static InputSplit travelled(InputSplit split) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(split);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (InputSplit) in.readObject();
        }
    }
}
