// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.encoding;

import dev.seance.api.tokenizer.Encoder;
import dev.seance.api.tokenizer.TokenBuffer;
import dev.seance.plugins.bpe.BpeVocabulary;
import dev.seance.plugins.bpe.file.TokenizerFile;
import dev.seance.plugins.bpe.split.PieceScanner;
import dev.seance.plugins.bpe.unicode.Utf8Text;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A main, not a test: what encoding costs, part by part, on a vocabulary and a text of one's own. Each figure is by the
 * threads' own CPU time, best and median of the rounds, the first ones left out, in which the compiler is at work; two
 * threads are measured by the clock as well.
 *
 * <pre>{@code java -Xmx3g -cp ... dev.seance.plugins.bpe.encoding.EncodingTimes VOCABULARY-DIR FILE [ROUNDS]}</pre>
 */
final class EncodingTimes {

    private static final String CHAT =
            "Pray tell me, Sir, what you think of the new railway, and whether it will ever come to our village?";

    private final BpeVocabulary vocabulary;
    private final byte[] text;
    private final int length;
    private final int rounds;
    private final long pieces;

    private EncodingTimes(Path folder, Path file, int rounds) throws IOException {
        this.vocabulary = new BpeVocabulary(TokenizerFile.read(folder));
        byte[] bytes = Files.readAllBytes(file);
        this.length = bytes.length;
        this.text = Arrays.copyOf(bytes, length + Utf8Text.SPARE);
        this.rounds = rounds;
        this.pieces = scan();
    }

    /** Runs all measurements. */
    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 10;
        new EncodingTimes(Path.of(arguments[0]), Path.of(arguments[1]), rounds).run();
    }

    private void run() throws Exception {
        TokenBuffer tokens = buffer();
        System.out.printf(
                Locale.ROOT, "%,d bytes, %,d pieces of %.2f bytes%n", length, pieces, length / (double) pieces);
        print("scanner alone", this::scan);
        print("bytes, new encoder", () -> encode(vocabulary.encoder(), tokens));
        Encoder kept = vocabulary.encoder();
        print("bytes, same encoder", () -> encode(kept, tokens));
        twoThreads(true);
        twoThreads(false);
        String string = new String(text, 0, length, StandardCharsets.UTF_8);
        boolean latin = string.chars().allMatch(c -> c < 0x100);
        print(latin ? "string of Latin-1" : "string of UTF-16", () -> {
            tokens.clear();
            kept.encode(string, tokens);
            return tokens.size();
        });
        String latinOnly = string.codePoints()
                .map(c -> c < 0x100 ? c : '-')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        print("the same in Latin-1", () -> {
            tokens.clear();
            kept.encode(latinOnly, tokens);
            return tokens.size();
        });
        print("encode to an array", () -> vocabulary.encode(string).length);
        int[] ids = vocabulary.encode(string);
        print("decode", () -> vocabulary.decode(ids).length());
        chat();
    }

    private long scan() {
        PieceScanner scanner = vocabulary.model().split().scanner();
        int[] ends = new int[512];
        long found = 0;
        for (int at = 0; at < length; ) {
            int count = scanner.scan(text, at, length, ends);
            found += count;
            at = ends[count - 1];
        }
        return found;
    }

    private long encode(Encoder encoder, TokenBuffer tokens) {
        tokens.clear();
        encoder.encode(text, 0, length, tokens);
        return tokens.size();
    }

    private TokenBuffer buffer() {
        return TokenBuffer.forVocabulary(vocabulary.size());
    }

    private void print(String what, Callable<? extends Number> work) throws Exception {
        long[] nanos = new long[rounds];
        for (int i = -Math.min(3, rounds); i < rounds; i++) {
            long start = cpu();
            work.call();
            nanos[Math.max(i, 0)] = cpu() - start;
        }
        print(what, nanos);
    }

    private void print(String what, long[] nanos) {
        Arrays.sort(nanos);
        long median = nanos[nanos.length / 2];
        System.out.printf(
                Locale.ROOT,
                "%-30s best %6.1f MB/s (%5.2f ns a piece), median %6.1f MB/s%n",
                what,
                length * 1e3 / nanos[0],
                nanos[0] / (double) pieces,
                length * 1e3 / median);
    }

    /** Each thread encodes the whole text; what counts is how long that takes against one thread alone. */
    private void twoThreads(boolean fresh) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            Encoder[] encoders = {vocabulary.encoder(), vocabulary.encoder()};
            TokenBuffer[] tokens = {buffer(), buffer()};
            long[] cpu = new long[rounds];
            long[] wall = new long[rounds];
            for (int i = -2; i < rounds; i++) {
                CyclicBarrier together = new CyclicBarrier(3);
                Callable<Long> first = () -> encodeTogether(together, fresh ? null : encoders[0], tokens[0]);
                Callable<Long> second = () -> encodeTogether(together, fresh ? null : encoders[1], tokens[1]);
                Future<Long> one = pool.submit(first);
                Future<Long> other = pool.submit(second);
                together.await();
                long start = System.nanoTime();
                cpu[Math.max(i, 0)] = (one.get() + other.get()) / 2;
                wall[Math.max(i, 0)] = (System.nanoTime() - start) / 2;
            }
            String kind = fresh ? "new encoders" : "same encoders";
            print("2 threads, " + kind + ", CPU", cpu);
            print("2 threads, " + kind + ", clock", wall);
        } finally {
            pool.shutdownNow();
        }
    }

    private long encodeTogether(CyclicBarrier together, Encoder kept, TokenBuffer tokens) throws Exception {
        together.await();
        long start = cpu();
        encode(kept == null ? vocabulary.encoder() : kept, tokens);
        return cpu() - start;
    }

    /** A line of chat, as the first text of a vocabulary just made, and again and again. */
    private void chat() {
        long[] first = new long[200];
        for (int i = 0; i < first.length; i++) {
            BpeVocabulary cold = new BpeVocabulary(vocabulary.model());
            // Another text goes through the caches of the processor first.
            scan(1 << 22);
            long start = System.nanoTime();
            cold.encode(CHAT);
            first[i] = System.nanoTime() - start;
        }
        Arrays.sort(first);
        long[] again = new long[200];
        for (int i = 0; i < again.length; i++) {
            long start = System.nanoTime();
            for (int k = 0; k < 100; k++) {
                vocabulary.encode(CHAT);
            }
            again[i] = (System.nanoTime() - start) / 100;
        }
        Arrays.sort(again);
        System.out.printf(
                Locale.ROOT,
                "a line of %d characters: the first of a vocabulary median %.1f us (best %.1f), then median %.2f us%n",
                CHAT.length(),
                first[first.length / 2] / 1e3,
                first[0] / 1e3,
                again[again.length / 2] / 1e3);
    }

    private void scan(int bytes) {
        PieceScanner scanner = vocabulary.model().split().scanner();
        int[] ends = new int[512];
        for (int at = 0; at < Math.min(bytes, length); ) {
            at = ends[scanner.scan(text, at, Math.min(bytes, length), ends) - 1];
        }
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
