// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.files;

import dev.seance.api.run.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SHA-256 of files, remembered from one command to the next, so that a source can name what a folder holds without
 * reading it again.
 *
 * <p>A digest is taken from the cache as long as path, size, both times, device and inode are what they were. That is
 * git's index, and so is its trap: a file that is written twice within the clock's resolution looks unchanged. As git
 * does, the digest of a file that changed less than {@value #SETTLED_SECONDS} seconds before it was read is not kept.
 *
 * <p>The cache may be deleted at any time, and used by several processes at once. Where it cannot be read or written, or
 * is damaged, files are read again and nothing else happens. Safe for use by several threads.
 */
public final class DigestCache {

    private static final Logger log = LoggerFactory.getLogger(DigestCache.class);

    static final int SETTLED_SECONDS = 2;
    private static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(SETTLED_SECONDS);
    private static final int BUFFER = 1 << 18;
    private static final long SAY_EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int ATTEMPTS = 3;

    private final DigestFile file;
    private final Clock clock;
    private final int threads;
    private final AtomicLong filesRead = new AtomicLong();
    private Map<String, DigestFile.Entry> entries;
    private final Map<String, DigestFile.Entry> used = new ConcurrentHashMap<>();

    /**
     * @param folder where digests are kept between commands; made when it is not there
     * @param threads how many files to read at once
     */
    public DigestCache(Path folder, int threads, Clock clock) {
        this.file = new DigestFile(folder.resolve("digests"));
        this.threads = threads;
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /** The cache that all commands of this machine share. */
    public static DigestCache of(Environment environment) {
        // The system's clock, with which file systems stamp; the environment's may be a test's.
        return new DigestCache(environment.cache(), environment.threads(), Clock.systemUTC());
    }

    /** The SHA-256 of a file's content, in lower-case hexadecimal digits. */
    public String sha256(Path path) throws IOException {
        return sha256(List.of(path)).get(0);
    }

    /**
     * The same of many files, in their order; what has to be read is read on several threads, and a line in the log says
     * how far that is when it takes long.
     *
     * @throws IOException of the first file that cannot be read
     */
    public List<String> sha256(List<Path> paths) throws IOException {
        Reading reading = new Reading(paths.size());
        ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, Math.min(threads, paths.size())), task -> {
            Thread thread = new Thread(task, "seance-digest");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<String>> futures = new ArrayList<>(paths.size());
            for (Path path : paths) {
                futures.add(pool.submit(() -> {
                    String digest = lookUp(path);
                    reading.advance();
                    return digest;
                }));
            }
            List<String> digests = new ArrayList<>(paths.size());
            for (Future<String> future : futures) {
                digests.add(result(future));
            }
            return digests;
        } finally {
            pool.shutdownNow();
            save();
        }
    }

    /**
     * One SHA-256 of named files: of their names and contents in the names' order, wherever they lie.
     *
     * @throws IOException of the first file that cannot be read
     */
    public String sha256(SortedMap<String, Path> files) throws IOException {
        List<String> contents = sha256(List.copyOf(files.values()));
        MessageDigest whole = newDigest();
        int i = 0;
        for (String name : files.keySet()) {
            // Names hold no NUL, so no two sets of files spell the same bytes.
            whole.update((name + "\0" + contents.get(i++) + "\0").getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(whole.digest());
    }

    /** How many files were read so far, for lack of a digest. */
    public long filesRead() {
        return filesRead.get();
    }

    private static String result(Future<String> future) throws IOException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            if (e.getCause() instanceof UncheckedIOException failure) {
                throw failure.getCause();
            }
            throw new IllegalStateException("a file could not be digested", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while reading files", e);
        }
    }

    private String lookUp(Path path) throws IOException {
        String key = path.toAbsolutePath().normalize().toUri().getRawPath();
        FileState state = FileState.of(path);
        DigestFile.Entry known = used.get(key);
        if (known == null) {
            known = entries().get(key);
        }
        if (known != null && known.state().equals(state)) {
            used.put(key, known);
            return known.sha256();
        }
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            long before = now();
            String digest = read(path);
            FileState after = FileState.of(path);
            if (after.equals(state)) {
                if (state.changed() <= before - SETTLED_NANOS) {
                    used.put(key, new DigestFile.Entry(state, digest, today()));
                }
                return digest;
            }
            state = after;
        }
        throw new IOException(path + " changes while it is read; wait until whatever writes it has finished");
    }

    private String read(Path path) throws IOException {
        filesRead.incrementAndGet();
        MessageDigest digest = newDigest();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(path)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private synchronized Map<String, DigestFile.Entry> entries() {
        if (entries == null) {
            entries = file.read();
        }
        return entries;
    }

    private void save() {
        if (file.worthSaving(entries(), used, today())) {
            file.merge(used, today());
        }
    }

    private long now() {
        return TimeUnit.MILLISECONDS.toNanos(clock.millis());
    }

    private long today() {
        return TimeUnit.MILLISECONDS.toDays(clock.millis());
    }

    /** Counts the files that are done and says how many when there is time enough to read it. */
    private final class Reading {

        private final int total;
        private int done;
        private long said = System.nanoTime();

        Reading(int total) {
            this.total = total;
        }

        synchronized void advance() {
            done++;
            if (done < total && System.nanoTime() - said > SAY_EVERY_NANOS) {
                said = System.nanoTime();
                log.info("reading files to see whether they changed: {} of {} done", done, total);
            }
        }
    }
}
