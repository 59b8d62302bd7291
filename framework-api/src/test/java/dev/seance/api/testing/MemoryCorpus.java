// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.testing;

import dev.seance.api.corpus.Corpus;
import dev.seance.api.corpus.CorpusSize;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Subset;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A corpus for tests: documents in memory, one shard per subset. */
public record MemoryCorpus(String name, List<Document> training, List<Document> heldOut) implements Corpus {

    public MemoryCorpus {
        training = List.copyOf(training);
        heldOut = List.copyOf(heldOut);
    }

    /** A corpus of training texts alone; the documents are called {@code text-0}, {@code text-1} and so on. */
    public static MemoryCorpus ofTexts(String... texts) {
        List<Document> documents = IntStream.range(0, texts.length)
                .mapToObj(i -> Document.of("text-" + i, texts[i]).build())
                .toList();
        return new MemoryCorpus("books", documents, List.of());
    }

    @Override
    public CorpusSize size(Subset part) {
        return documents(part).stream().map(CorpusSize::of).reduce(CorpusSize.NOTHING, CorpusSize::plus);
    }

    @Override
    public int shards(Subset part) {
        return documents(part).isEmpty() ? 0 : 1;
    }

    @Override
    public Stream<Document> read(Subset part, int shard) {
        return documents(part).stream();
    }

    private List<Document> documents(Subset part) {
        return part == Subset.TRAIN ? training : heldOut;
    }
}
