// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.testing;

import dev.seance.api.corpus.Corpus;
import dev.seance.api.corpus.CorpusSize;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Subset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** A training corpus for tests in several shards, some of which may be empty. */
public record ShardedCorpus(List<List<Document>> training) implements Corpus {

    public ShardedCorpus {
        training = training.stream().map(List::copyOf).toList();
    }

    /** Deals the documents to shards, in an order of the seed's. */
    public static ShardedCorpus dealing(List<Document> documents, int shards, long seed) {
        Random random = new Random(seed);
        List<Document> shuffled = new ArrayList<>(documents);
        Collections.shuffle(shuffled, random);
        List<List<Document>> dealt = new ArrayList<>();
        for (int i = 0; i < shards; i++) {
            dealt.add(new ArrayList<>());
        }
        shuffled.forEach(document -> dealt.get(random.nextInt(shards)).add(document));
        return new ShardedCorpus(dealt);
    }

    @Override
    public String name() {
        return "books";
    }

    @Override
    public CorpusSize size(Subset part) {
        List<Document> all =
                part == Subset.TRAIN ? training.stream().flatMap(List::stream).toList() : List.of();
        return new MemoryCorpus("books", all, List.of()).size(Subset.TRAIN);
    }

    @Override
    public int shards(Subset part) {
        return part == Subset.TRAIN ? training.size() : 0;
    }

    @Override
    public Stream<Document> read(Subset part, int shard) {
        return part == Subset.TRAIN ? training.get(shard).stream() : Stream.empty();
    }
}
