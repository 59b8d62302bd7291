// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.bench;

import dev.seance.api.tokenizer.Encoder;
import dev.seance.api.tokenizer.TokenBuffer;
import dev.seance.api.tokenizer.Vocabulary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * How fast a vocabulary turns text into tokens and back. Only through the API, so that any plugin's can be measured and
 * compared.
 *
 * <p>An encoder may remember what it met; how fast it is depends on that. So a text is encoded by new encoders in each
 * pass, as a corpus is once, and by the same ones in all passes, as the second half of a long corpus is.
 */
public final class EncodingBench {

    private static final String RATE = "MB/s";
    private static final double MEGA = 1e6;
    private static final double NANOS_A_MICROSECOND = 1e3;

    private final Vocabulary vocabulary;
    private final TextSample sample;
    private final Passes passes;

    public EncodingBench(Vocabulary vocabulary, TextSample sample, Passes passes) {
        this.vocabulary = vocabulary;
        this.sample = sample;
        this.passes = passes;
    }

    /** Measures all there is; each measurement is given out as soon as it is known. */
    public void run(int threads, Consumer<Measurement> out) throws IOException {
        Measurement one = encoding(1, false);
        out.accept(one);
        out.accept(encoding(1, true));
        if (threads > 1) {
            Measurement all = encoding(threads, false);
            out.accept(all);
            out.accept(encoding(threads, true));
            out.accept(Measurement.of(
                    "speed-up by " + threads + " threads, new caches", "times", all.median() / one.median()));
        }
        List<String> lines = sample.lines();
        if (!lines.isEmpty()) {
            line(lines).forEach(out);
        }
        List<int[]> tokens = tokens();
        out.accept(Measurement.of("decoding, 1 thread", RATE, passes.rates(sample.bytes() / MEGA, () -> {
            for (int[] ids : tokens) {
                vocabulary.decode(ids);
            }
        })));
        long count = tokens.stream().mapToLong(ids -> ids.length).sum();
        out.accept(Measurement.of("bytes a token", "bytes", (double) sample.bytes() / count));
    }

    private Measurement encoding(int threads, boolean kept) throws IOException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Encoder> ours = encoders(threads);
            Supplier<List<Encoder>> encoders = kept ? () -> ours : () -> encoders(threads);
            List<TokenBuffer> buffers = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                buffers.add(TokenBuffer.forVocabulary(vocabulary.size()));
            }
            double[] rates = passes.rates(sample.bytes() / MEGA, () -> encode(pool, encoders.get(), buffers));
            String name = "encoding, " + threads + (threads == 1 ? " thread, " : " threads, ")
                    + (kept ? "caches kept" : "new caches");
            return Measurement.of(name, RATE, rates);
        } finally {
            pool.shutdownNow();
        }
    }

    private List<Encoder> encoders(int count) {
        List<Encoder> encoders = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            encoders.add(vocabulary.encoder());
        }
        return encoders;
    }

    /** Encodes the sample once; each thread takes the next piece when it is done with one. */
    private void encode(ExecutorService pool, List<Encoder> encoders, List<TokenBuffer> buffers) {
        List<byte[]> pieces = sample.pieces();
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> running = new ArrayList<>();
        for (int thread = 0; thread < encoders.size(); thread++) {
            Encoder encoder = encoders.get(thread);
            TokenBuffer tokens = buffers.get(thread);
            running.add(pool.submit(() -> {
                for (int i = next.getAndIncrement(); i < pieces.size(); i = next.getAndIncrement()) {
                    tokens.clear();
                    encoder.encode(pieces.get(i), 0, pieces.get(i).length, tokens);
                }
            }));
        }
        running.forEach(EncodingBench::finish);
    }

    private static void finish(Future<?> running) {
        try {
            running.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The time of single calls: a person waits for the slow one, not for the mean. */
    private List<Measurement> line(List<String> lines) throws IOException {
        double[] medians = new double[passes.measured()];
        double[] slow = new double[passes.measured()];
        new Passes(0, passes.warmUp() + 1).seconds(() -> lines.forEach(vocabulary::encode));
        for (int pass = 0; pass < passes.measured(); pass++) {
            double[] microseconds = new double[lines.size()];
            for (int i = 0; i < microseconds.length; i++) {
                long began = System.nanoTime();
                vocabulary.encode(lines.get(i));
                microseconds[i] = (System.nanoTime() - began) / NANOS_A_MICROSECOND;
            }
            Arrays.sort(microseconds);
            medians[pass] = microseconds[microseconds.length / 2];
            slow[pass] = microseconds[(int) (0.99 * microseconds.length)];
        }
        return List.of(
                Measurement.of("a line of chat, median", "microseconds", medians),
                Measurement.of("a line of chat, 99th percentile", "microseconds", slow));
    }

    private List<int[]> tokens() {
        Encoder encoder = vocabulary.encoder();
        TokenBuffer tokens = TokenBuffer.forVocabulary(vocabulary.size());
        List<int[]> all = new ArrayList<>();
        for (byte[] piece : sample.pieces()) {
            tokens.clear();
            encoder.encode(piece, 0, piece.length, tokens);
            all.add(tokens.toArray());
        }
        return all;
    }
}
