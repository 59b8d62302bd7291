// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file behind a {@link DigestCache}: a line an entry, each with a checksum, so that a line that was damaged or cut
 * short is passed over. Written by replacing the whole, under a lock, with what other processes wrote meanwhile merged
 * in. Nothing here ever throws: a cache that fails costs time and nothing else.
 */
final class DigestFile {

    private static final Logger log = LoggerFactory.getLogger(DigestFile.class);

    private static final String HEADER = "seance file digests 1";
    private static final String TEMPORARY = "sha256-";
    private static final int LOCK_TRIES = 100;
    private static final int LOCK_MILLIS = 20;
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /** Entries that no command used for so long are dropped. */
    static final int DAYS_KEPT = 60;

    /** A use is noted when the last note is older than this; else every command would write the file. */
    private static final int DAYS_BETWEEN_NOTES = 7;

    /** One process's threads exclude each other by this; files are locked between processes only. */
    private static final Object MONITOR = new Object();

    private final Path folder;
    private final Path path;

    DigestFile(Path folder) {
        this.folder = folder;
        this.path = folder.resolve("sha256.tsv");
    }

    /**
     * What is known of a file.
     *
     * @param state the file when it was read
     * @param sha256 what it held
     * @param day when this was last of use, in days since 1970
     */
    record Entry(FileState state, String sha256, long day) {

        Entry on(long today) {
            return new Entry(state, sha256, today);
        }
    }

    /** The entries that can be read, by path. */
    Map<String, Entry> read() {
        Map<String, Entry> entries = new HashMap<>();
        try {
            // As bytes, because a damaged file need not be well-formed text.
            String[] lines = new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1).split("\n");
            if (!lines[0].equals(HEADER)) {
                return entries;
            }
            for (int i = 1; i < lines.length; i++) {
                parse(lines[i], entries);
            }
        } catch (NoSuchFileException e) {
            return entries;
        } catch (IOException e) {
            log.debug("cannot read {}; files are read instead", path, e);
        }
        return entries;
    }

    private static void parse(String line, Map<String, Entry> entries) {
        int tab = line.indexOf('\t');
        if (tab < 0 || !line.substring(0, tab).equals(checksum(line.substring(tab + 1)))) {
            return;
        }
        String[] fields = line.split("\t");
        if (fields.length != 8 || !SHA256.matcher(fields[1]).matches()) {
            return;
        }
        FileState state = new FileState(
                Long.parseLong(fields[2]), Long.parseLong(fields[3]), Long.parseLong(fields[4]), fields[5]);
        entries.put(fields[7], new Entry(state, fields[1], Long.parseLong(fields[6])));
    }

    /** Whether what was used is news to the file. */
    boolean worthSaving(Map<String, Entry> written, Map<String, Entry> used, long today) {
        return used.entrySet().stream().anyMatch(entry -> {
            Entry known = written.get(entry.getKey());
            return known == null
                    || !known.state().equals(entry.getValue().state())
                    || known.day() < today - DAYS_BETWEEN_NOTES;
        });
    }

    /** Adds entries to the file and drops those nobody used for long. */
    void merge(Map<String, Entry> used, long today) {
        synchronized (MONITOR) {
            try {
                createFolder();
                Optional<FileChannel> lock = lock();
                try {
                    Map<String, Entry> merged = new TreeMap<>(read());
                    used.forEach((file, entry) -> merged.put(file, entry.on(today)));
                    merged.values().removeIf(entry -> entry.day() < today - DAYS_KEPT);
                    sweep();
                    write(merged);
                } finally {
                    if (lock.isPresent()) {
                        lock.get().close();
                    }
                }
            } catch (IOException e) {
                log.debug("cannot write {}; files are read again next time", path, e);
            }
        }
    }

    private void createFolder() throws IOException {
        try {
            Files.createDirectories(folder);
        } catch (FileAlreadyExistsException e) {
            // A link to a folder is as good; what is none fails when it is written to.
            log.debug("{} exists", folder, e);
        }
    }

    /** Waits a little for other processes; without a lock the last one to write counts, which costs the others' news. */
    private Optional<FileChannel> lock() {
        try {
            FileChannel channel =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                for (int tries = 0; channel.tryLock() == null && tries < LOCK_TRIES; tries++) {
                    Thread.sleep(LOCK_MILLIS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                log.debug("cannot lock {}", folder, e);
            }
            return Optional.of(channel);
        } catch (IOException e) {
            log.debug("cannot open the lock file in {}", folder, e);
            return Optional.empty();
        }
    }

    /** Removes what processes that were killed left behind. */
    private void sweep() throws IOException {
        long old = System.currentTimeMillis() - TimeUnit.HOURS.toMillis(1);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, TEMPORARY + "*")) {
            for (Path file : left) {
                if (Files.getLastModifiedTime(file).toMillis() < old) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private void write(Map<String, Entry> entries) throws IOException {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        entries.forEach((file, entry) -> {
            FileState state = entry.state();
            String line = String.join(
                    "\t",
                    entry.sha256(),
                    Long.toString(state.size()),
                    Long.toString(state.modified()),
                    Long.toString(state.changed()),
                    state.identity().replaceAll("\\s", "_"),
                    Long.toString(entry.day()),
                    file);
            text.append(checksum(line)).append('\t').append(line).append('\n');
        });
        Path temporary = Files.createTempFile(folder, TEMPORARY, ".tmp");
        try {
            Files.writeString(temporary, text, StandardCharsets.ISO_8859_1);
            Files.move(temporary, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static String checksum(String line) {
        CRC32 crc = new CRC32();
        crc.update(line.getBytes(StandardCharsets.ISO_8859_1));
        return String.format("%08x", crc.getValue());
    }
}
