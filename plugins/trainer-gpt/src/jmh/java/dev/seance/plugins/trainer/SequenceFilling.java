// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Subset;
import dev.seance.api.testing.ByteVocabulary;
import dev.seance.api.testing.MemoryCorpus;
import dev.seance.api.testing.TestContext;
import dev.seance.kit.tokens.CorpusEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The time to fill a sequence of tokens from mapped shards, of three thousand million tokens, in a shuffled order. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SequenceFilling {
    /** The sequences that are filled again and again, so that their pages stay in memory as a corpus that was read does. */
    private static final int FILLED = 4096;

    @Param({"2048"})
    private int context;

    private Path folder;
    private PackedDocuments sequences;
    private int[] inputs;
    private int[] targets;
    private int next;

    @Setup
    public void write() throws IOException {
        folder = Files.createTempDirectory("sequence-filling");
        LargeCorpus.write(folder);
        ByteVocabulary vocabulary = new ByteVocabulary();
        MemoryCorpus corpus =
                new MemoryCorpus("books", List.of(Document.of("unread", "-").build()), List.of());
        sequences = new PackedDocuments(
                new CorpusEncoder(corpus, vocabulary, folder, new TestContext(folder, 1).progress(), () -> false)
                        .encode(Subset.TRAIN, 1),
                context,
                vocabulary,
                1);
        inputs = new int[context];
        targets = new int[context];
    }

    @Benchmark
    public int fill() {
        next = (next + 1) % FILLED;
        return sequences.fill(next, inputs, targets, 0);
    }

    @TearDown
    public void remove() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }
}
