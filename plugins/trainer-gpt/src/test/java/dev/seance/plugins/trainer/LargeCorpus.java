// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Subset;
import dev.seance.api.testing.ByteVocabulary;
import dev.seance.api.testing.MemoryCorpus;
import dev.seance.api.testing.TestContext;
import dev.seance.kit.tokens.CorpusEncoder;
import dev.seance.kit.tokens.EncodedCorpus;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A token shard of three thousand million tokens that takes next to no room on the disk, for nearly all of it is a hole,
 * and a program that loads batches from it in whatever memory it is started with.
 */
final class LargeCorpus {

    static final long TOKENS = 3_000_000_000L;
    static final int DOCUMENTS = 28_000;
    static final int CONTEXT = 2048;

    private static final int MICRO_BATCH = 32;
    private static final int BATCHES = 100;
    private static final ByteVocabulary VOCABULARY = new ByteVocabulary();

    private LargeCorpus() {}

    /** The token that begins the second gibibyte of the file. */
    private static final long BORDER = 1L << 29;

    /**
     * Writes the shard; its last tokens are 1, 2, 3, beyond every 32-bit offset, and around a border of what is mapped at
     * once they are 4, 5, 6, 7.
     */
    static void write(Path folder) throws IOException {
        try (RandomAccessFile tokens =
                new RandomAccessFile(folder.resolve("train-00000.bin").toFile(), "rw")) {
            tokens.setLength(2 * TOKENS);
            put(tokens, TOKENS - 3, 1, 2, 3);
            put(tokens, BORDER - 2, 4, 5, 6, 7);
        }
        Random random = new Random(1837);
        try (BufferedWriter index =
                Files.newBufferedWriter(folder.resolve("train-00000.tsv"), StandardCharsets.UTF_8)) {
            index.write("seance-tokens\t2\tuint16\t" + VOCABULARY.size() + "\n");
            long share = TOKENS / DOCUMENTS;
            for (int document = 0; document < DOCUMENTS; document++) {
                long start = document == 0 ? 0 : document * share + random.nextInt((int) share / 2);
                index.write(start + "\t0\tbook-" + document + "\n");
            }
            index.write("end\t" + DOCUMENTS + "\t" + TOKENS + "\n");
        }
    }

    /**
     * Loads batches and prints how many sequences there are, the milliseconds of their order, the microseconds of a batch whose
     * pages were never touched and of one whose were, MiB of heap, and the last tokens.
     */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        MemoryCorpus corpus =
                new MemoryCorpus("books", List.of(Document.of("unread", "-").build()), List.of());
        EncodedCorpus tokens = new CorpusEncoder(
                        corpus, VOCABULARY, folder, new TestContext(folder, 1).progress(), () -> false)
                .encode(Subset.TRAIN, 1);

        long began = System.nanoTime();
        PackedDocuments sequences = new PackedDocuments(tokens, CONTEXT, VOCABULARY, 1);
        double orderMillis = (System.nanoTime() - began) / 1e6;

        DataLoader data = new DataLoader(epoch -> sequences, CONTEXT, MICRO_BATCH, MICRO_BATCH, Long.MAX_VALUE / 2);
        double untouched = medianMicros(data);
        double touched = medianMicros(data);

        int[] last = read(tokens, TOKENS - 3, 3);
        int[] border = read(tokens, BORDER - 2, 4);
        System.gc();
        long heap = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        System.out.printf(
                "%d %.1f %.1f %.1f %.1f %s %s%n",
                sequences.count(),
                orderMillis,
                untouched,
                touched,
                heap / 1048576.0,
                Arrays.toString(last),
                Arrays.toString(border));
    }

    private static void put(RandomAccessFile file, long at, int... tokens) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(2 * tokens.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int token : tokens) {
            bytes.putShort((short) token);
        }
        file.seek(2 * at);
        file.write(bytes.array());
    }

    /** Reads tokens by their place in the whole shard. */
    private static int[] read(EncodedCorpus corpus, long from, int count) {
        int document = 0;
        long start = 0;
        while (start + corpus.length(document) <= from) {
            start += corpus.length(document++);
        }
        int[] tokens = new int[count];
        corpus.read(document, (int) (from - start), count, tokens, 0);
        return tokens;
    }

    private static double medianMicros(DataLoader data) {
        double[] micros = new double[BATCHES];
        for (int step = 1; step <= BATCHES; step++) {
            long start = System.nanoTime();
            data.step(step);
            micros[step - 1] = (System.nanoTime() - start) / 1e3;
        }
        Arrays.sort(micros);
        return micros[BATCHES / 2];
    }
}
