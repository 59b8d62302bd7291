// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.training;

import dev.seance.api.corpus.Corpus;
import dev.seance.api.corpus.CorpusSize;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Subset;
import dev.seance.api.corpus.TextReader;
import dev.seance.api.run.Environment;
import dev.seance.api.run.Metrics;
import dev.seance.api.run.Progress;
import dev.seance.api.run.StepContext;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.plugins.bpe.BpeOptions;
import dev.seance.plugins.bpe.BpeTokenizer;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A main, not a test: trains on files of plain text, each a document, and prints when each phase began and what it cost,
 * without the host around it.
 *
 * <pre>{@code java -cp ... dev.seance.plugins.bpe.training.TrainingTimes THREADS SIZE DIR FILE...}</pre>
 */
final class TrainingTimes {

    private TrainingTimes() {}

    /** Runs a training. */
    public static void main(String[] arguments) throws IOException {
        List<Path> files = Arrays.stream(arguments).skip(3).map(Path::of).toList();
        BpeOptions options = BpeOptions.DEFAULT.withSize(Integer.parseInt(arguments[1]));
        int threads = Integer.parseInt(arguments[0]);
        Path to = Files.createDirectories(Path.of(arguments[2]));
        Phases phases = new Phases(Files.createDirectories(to.resolve("workspace")));
        Vocabulary vocabulary = new BpeTokenizer(options, new Environment(to, true, threads, Clock.systemUTC()))
                .train(new PlainFiles(files), phases);
        phases.begin("saving", 0, "");
        vocabulary.save(to);
        phases.begin("end", 0, "");
        printThreads();
    }

    /** What each of the process's threads that still run has cost, the virtual machine's own included; on Linux. */
    private static void printThreads() throws IOException {
        Path tasks = Path.of("/proc/self/task");
        if (!Files.isDirectory(tasks)) {
            return;
        }
        try (Stream<Path> each = Files.list(tasks)) {
            for (Path task : each.toList()) {
                String[] stat =
                        Files.readString(task.resolve("stat")).split("\\) ")[1].split(" ");
                long ticks = Long.parseLong(stat[11]) + Long.parseLong(stat[12]);
                if (ticks > 0) {
                    System.out.printf("%5d ms of CPU: %s", 10 * ticks, Files.readString(task.resolve("comm")));
                }
            }
        }
    }

    /** Prints the time at the beginning of each phase. */
    record Phases(Path workspace) implements StepContext, Progress, Metrics {

        @Override
        public void begin(String phase, long total, String unit) {
            long now = System.currentTimeMillis();
            long started = ManagementFactory.getRuntimeMXBean().getStartTime();
            long cpu = ProcessHandle.current()
                    .info()
                    .totalCpuDuration()
                    .map(duration -> duration.toMillis())
                    .orElse(0L);
            long own = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1_000_000;
            long compiling = ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
            System.out.printf(
                    Locale.ROOT,
                    "%,7d ms, %,7d ms of CPU (%,d this thread's, %,d compiling): %s%n",
                    now - started,
                    cpu,
                    own,
                    compiling,
                    phase);
        }

        @Override
        public void advance(long units) {}

        @Override
        public void state(String text) {}

        @Override
        public void note(String line) {
            System.out.println(line);
        }

        @Override
        public void record(long position, Map<String, Double> values) {}

        @Override
        public void summarise(String name, double value) {
            System.out.printf(Locale.ROOT, "%s %,.3f%n", name, value);
        }

        @Override
        public String step() {
            return "times";
        }

        @Override
        public long seed() {
            return 1;
        }

        @Override
        public Progress progress() {
            return this;
        }

        @Override
        public Metrics metrics() {
            return this;
        }

        @Override
        public boolean stopRequested() {
            return false;
        }
    }

    /** Each file a shard of one document; the text is not checked. */
    record PlainFiles(List<Path> files) implements Corpus {

        @Override
        public String name() {
            return "files";
        }

        @Override
        public CorpusSize size(Subset part) {
            long bytes = files.stream()
                    .mapToLong(file -> {
                        try {
                            return Files.size(file);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .sum();
            return new CorpusSize(files.size(), 0, 0, bytes);
        }

        @Override
        public int shards(Subset part) {
            return files.size();
        }

        @Override
        public Stream<Document> read(Subset part, int shard) throws IOException {
            return Stream.of(
                    Document.of("file", Files.readString(files.get(shard))).build());
        }

        @Override
        public TextReader readText(Subset part, int shard) throws IOException {
            InputStream stream = new FileInputStream(files.get(shard).toFile());
            return new TextReader() {
                private boolean begun;

                @Override
                public boolean next() {
                    boolean first = !begun;
                    begun = true;
                    return first;
                }

                @Override
                public String document() {
                    return files.get(shard).toString();
                }

                @Override
                public int read(byte[] into, int from, int length) throws IOException {
                    return stream.read(into, from, length);
                }

                @Override
                public void close() throws IOException {
                    stream.close();
                }
            };
        }
    }
}
