// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.corpus.BadRecord;
import dev.seance.api.corpus.BadRecords;
import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.InputSplit;
import dev.seance.api.corpus.Skipped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** A source in memory that remembers which splits were read. */
final class ListSource implements CorpusSource {

    private final Map<String, List<Document>> splits = new LinkedHashMap<>();
    private final List<String> reads = Collections.synchronizedList(new ArrayList<>());
    private String failing = "";
    private volatile String revision = "1";
    private List<Skipped> skipped = List.of();
    private Optional<BadRecord> badRecord = Optional.empty();

    /** Changes the revision, as somebody who writes to a folder does. */
    void revised(String newRevision) {
        revision = newRevision;
    }

    ListSource skipping(Skipped... entries) {
        skipped = List.of(entries);
        return this;
    }

    /** The first split begins with something that cannot be read. */
    ListSource bad(BadRecord record) {
        badRecord = Optional.of(record);
        return this;
    }

    ListSource split(String id, Document... documents) {
        splits.put(id, List.of(documents));
        return this;
    }

    /** Documents {@code d0}, {@code d1}, ... of a few words, one a split. */
    static ListSource oneEach(int documents) {
        ListSource source = new ListSource();
        for (int i = 0; i < documents; i++) {
            source.split("s" + i, Document.of("d" + i, "text number " + i).build());
        }
        return source;
    }

    /** Splits of random sizes, some of them empty, with words from a small lexicon. */
    static ListSource random(long seed) {
        Random random = new Random(seed);
        ListSource source = new ListSource();
        int splits = 1 + random.nextInt(12);
        for (int i = 0; i < splits; i++) {
            Document[] documents = new Document[random.nextInt(6)];
            for (int j = 0; j < documents.length; j++) {
                StringBuilder text = new StringBuilder();
                for (int words = random.nextInt(40); words > 0; words--) {
                    text.append((char) ('a' + random.nextInt(6))).append(random.nextInt(9) == 0 ? "\n" : " ");
                }
                documents[j] = Document.of("s" + i + "d" + j, text.toString()).build();
            }
            source.split("s" + i, documents);
        }
        return source;
    }

    /** Fails when that split is read, as a kill would. */
    ListSource failingAt(String split) {
        failing = split;
        return this;
    }

    /** The splits read since the last time this was asked. */
    List<String> takeReads() {
        List<String> taken = List.copyOf(reads);
        reads.clear();
        return taken;
    }

    @Override
    public String revision() {
        return revision;
    }

    @Override
    public List<Skipped> skipped() {
        return skipped;
    }

    @Override
    public List<InputSplit> splits() {
        return splits.entrySet().stream()
                .map(split -> new InputSplit(
                        split.getKey(), "memory", split.getValue().size()))
                .toList();
    }

    @Override
    public Stream<Document> read(InputSplit split, BadRecords bad) {
        if (split.id().equals(failing)) {
            throw new IllegalStateException("killed at " + split.id());
        }
        reads.add(split.id());
        if (split.id().equals(splits.keySet().iterator().next())) {
            badRecord.ifPresent(bad::report);
        }
        return splits.get(split.id()).stream();
    }
}
