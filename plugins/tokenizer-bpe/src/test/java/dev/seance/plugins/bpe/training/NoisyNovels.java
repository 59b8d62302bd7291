// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.training;

import dev.seance.api.corpus.Corpus;
import dev.seance.api.corpus.CorpusSize;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Subset;
import dev.seance.api.corpus.TextReader;
import dev.seance.api.run.Environment;
import dev.seance.plugins.bpe.BpeOptions;
import dev.seance.plugins.bpe.BpeTokenizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * As much text as one likes, made of a few real novels as a bad scanner would have read them; never on disk, the same for
 * the same seed. Of a hundred letters one is mistaken for a similar one, lost or doubled; and words nobody has ever seen
 * come up as often as in real scans, where n bytes have about 3.45 n<sup>0.62</sup> different pieces.
 */
final class NoisyNovels implements Corpus {

    /** How many letters there are to a misreading. */
    private static final int LETTERS = 100;

    private static final double GROWTH = 3.45;
    private static final double EXPONENT = 0.62;
    private static final int SHARDS = 64;

    /** What is taken for what, in pairs. */
    private static final String CONFUSIONS = "echbrnnuuvliltfsaosfgqceotyv";

    private final List<byte[]> novels;
    private final long bytes;
    private final long seed;

    /**
     * @param novels the clean texts
     * @param bytes about how many bytes of noisy text there are
     */
    NoisyNovels(List<byte[]> novels, long bytes, long seed) {
        this.novels = novels;
        this.bytes = bytes;
        this.seed = seed;
    }

    /** Novels of a folder of {@code .txt.gz} files. */
    static NoisyNovels of(Path folder, long bytes, long seed) throws IOException {
        List<byte[]> novels = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".txt.gz"))
                    .sorted()
                    .toList()) {
                try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
                    novels.add(in.readAllBytes());
                }
            }
        }
        return new NoisyNovels(novels, bytes, seed);
    }

    @Override
    public String name() {
        return "noisy-novels";
    }

    @Override
    public CorpusSize size(Subset part) {
        return part == Subset.TRAIN ? new CorpusSize(SHARDS, 0, 0, bytes) : CorpusSize.NOTHING;
    }

    @Override
    public int shards(Subset part) {
        return part == Subset.TRAIN ? SHARDS : 0;
    }

    @Override
    public Stream<Document> read(Subset part, int shard) throws IOException {
        List<Document> documents = new ArrayList<>();
        try (TextReader reader = readText(part, shard)) {
            byte[] buffer = new byte[1 << 16];
            while (reader.next()) {
                ByteArrayOutputStream text = new ByteArrayOutputStream();
                for (int n = reader.read(buffer, 0, buffer.length); n >= 0; n = reader.read(buffer, 0, buffer.length)) {
                    text.write(buffer, 0, n);
                }
                documents.add(Document.of(reader.document(), text.toString(StandardCharsets.UTF_8))
                        .build());
            }
        }
        return documents.stream();
    }

    @Override
    public TextReader readText(Subset part, int shard) {
        return new Scanned(shard);
    }

    /** One shard: novels in turn, each scanned anew, from the shard's place in the whole. */
    private final class Scanned implements TextReader {

        private final int shard;
        private final SplittableRandom random;
        private final long end;
        private long place;
        private int scans;
        private byte[] text = new byte[1 << 20];
        private int length;
        private int position;

        Scanned(int shard) {
            this.shard = shard;
            random = new SplittableRandom(seed * SHARDS + shard);
            place = bytes / SHARDS * shard;
            end = bytes / SHARDS * (shard + 1);
        }

        @Override
        public boolean next() {
            place += length;
            if (place >= end) {
                return false;
            }
            scan(novels.get((shard + scans++) % novels.size()));
            position = 0;
            return true;
        }

        @Override
        public String document() {
            return "scan-" + shard + "-" + scans;
        }

        @Override
        public int read(byte[] into, int from, int room) {
            int count = Math.min(room, length - position);
            System.arraycopy(text, position, into, from, count);
            position += count;
            return count == 0 ? -1 : count;
        }

        @Override
        public void close() {
            text = null;
        }

        private void scan(byte[] clean) {
            text = text.length < 2 * clean.length + 64 ? new byte[2 * clean.length + 64] : text;
            length = 0;
            double newWord = GROWTH * EXPONENT * Math.pow(Math.max(place, 1 << 20), EXPONENT - 1);
            int misreading = distance(1.0 / LETTERS);
            int invention = distance(newWord);
            for (int from = 0; from < clean.length; ) {
                int to = Math.min(Math.min(misreading, invention), clean.length);
                System.arraycopy(clean, from, text, length, to - from);
                length += to - from;
                from = to;
                if (from == misreading && from < clean.length) {
                    misread(clean[from++]);
                    misreading = from + distance(1.0 / LETTERS);
                }
                if (from >= invention && from < clean.length) {
                    // Not within a character.
                    if (clean[from] >= 0) {
                        invent();
                        invention = from + distance(newWord);
                    } else {
                        invention = from + 1;
                    }
                }
            }
        }

        /** How far it is to the next event of a given frequency. */
        private int distance(double frequency) {
            return 1 + (int) (-Math.log(1 - random.nextDouble()) / frequency);
        }

        private void misread(byte letter) {
            if (letter < 'a' || letter > 'z') {
                text[length++] = letter;
                return;
            }
            switch (random.nextInt(3)) {
                case 0 -> {
                    int at = CONFUSIONS.indexOf(letter);
                    text[length++] = at < 0 ? letter : (byte) CONFUSIONS.charAt(at ^ 1);
                }
                case 1 -> {
                    text[length++] = letter;
                    text[length++] = letter;
                }
                default -> {
                    // Lost.
                }
            }
        }

        /** A word of dirt and shadows. */
        private void invent() {
            text[length++] = ' ';
            for (int letters = 6 + random.nextInt(5); letters > 0; letters--) {
                text[length++] = (byte) ('a' + random.nextInt(26));
            }
            text[length++] = ' ';
        }
    }

    /**
     * Trains 32,768 tokens on noisy novels and prints what that took: {@code FOLDER BYTES THREADS DIR}. Run it with {@code
     * -Xmx4g} and 15,000,000,000 bytes.
     */
    public static void main(String[] arguments) throws IOException {
        Corpus corpus = of(Path.of(arguments[0]), Long.parseLong(arguments[1]), 1837);
        Path to = Files.createDirectories(Path.of(arguments[3]));
        TrainingTimes.Phases phases = new TrainingTimes.Phases(to);
        new BpeTokenizer(
                        BpeOptions.DEFAULT,
                        new Environment(to, true, Integer.parseInt(arguments[2]), Clock.systemUTC()))
                .train(corpus, phases)
                .save(to);
        phases.begin("end", 0, "");
        long peak = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
        System.out.printf(Locale.ROOT, "peak of the heap's pools %,d bytes%n", peak);
    }
}
