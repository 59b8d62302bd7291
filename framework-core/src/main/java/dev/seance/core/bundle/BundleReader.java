// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.bundle;

import dev.seance.api.run.UserError;
import dev.seance.core.run.RunFolder;
import dev.seance.core.store.AtomicFiles;
import dev.seance.core.store.Digests;
import dev.seance.core.store.Json;
import dev.seance.core.store.Manifest;
import dev.seance.core.store.PlainPath;
import dev.seance.kit.files.StoredZip;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a bundle as the run that it was made of: it is unpacked once into the cache, under the digest of its index, and
 * found there from then on. It comes from elsewhere, so nothing in it is trusted: the files must be those of its index, with
 * their sizes and digests, and stay within its folder. What no digest says is who made it; that is for the user to trust.
 */
public final class BundleReader {

    private static final Logger LOG = LoggerFactory.getLogger(BundleReader.class);
    private static final int MAX_INDEX_BYTES = 4 << 20;

    private final Path file;
    private final Path cache;

    private BundleReader(Path file, Path cache) {
        this.file = file;
        this.cache = cache;
    }

    /**
     * The run in a bundle.
     *
     * @param cache where it is unpacked; where that cannot be written, into a temporary folder that goes with this process
     * @throws UserError when the file is no bundle, damaged, from a newer version, or wants to write elsewhere
     */
    public static RunFolder open(Path file, Path cache) throws IOException {
        BundleReader reader = new BundleReader(file, cache.resolve("bundles"));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return reader.open(channel);
        } catch (DamagedBundle e) {
            throw refused(file, e.getMessage(), e);
        } catch (ZipException e) {
            throw refused(file, "it is no bundle, or a damaged one: " + e.getMessage(), e);
        }
    }

    private static UserError refused(Path file, String reason, IOException cause) {
        return new UserError(
                file + ": " + reason + ". Nothing was opened; copy it again, or make it again with 'seance bundle'",
                cause);
    }

    private RunFolder open(FileChannel channel) throws IOException {
        List<StoredZip.Entry> entries = StoredZip.entries(channel);
        if (entries.isEmpty() || !entries.get(0).name().equals(BundleIndex.FILE)) {
            throw new DamagedBundle("it is a zip file and no bundle: " + BundleIndex.FILE + " is not its first entry");
        }
        byte[] json = index(channel, entries.get(0));
        BundleIndex index = check(json);
        Map<String, StoredZip.Entry> byName = match(index, entries);
        Path place = cache.resolve(Digests.of(new ByteArrayInputStream(json)));
        if (!isComplete(place, index)) {
            place = unpack(channel, index, byName, place);
        }
        return new RunFolder(place.resolve(index.run()), index.recipe(), index.number());
    }

    private static byte[] index(FileChannel channel, StoredZip.Entry entry) throws IOException {
        if (entry.bytes() > MAX_INDEX_BYTES) {
            throw new DamagedBundle("its index has " + entry.bytes() + " bytes, far too many");
        }
        ByteBuffer json = ByteBuffer.allocate((int) entry.bytes());
        while (json.hasRemaining()) {
            if (channel.read(json, entry.offset() + json.position()) < 0) {
                throw new DamagedBundle("it ends too early");
            }
        }
        return json.array();
    }

    private static BundleIndex check(byte[] json) throws IOException {
        BundleIndex index;
        try {
            VersionOnly asked =
                    Objects.requireNonNull(Json.mapper().readValue(json, VersionOnly.class), "it says null");
            if (!BundleIndex.FORMAT.equals(asked.format())) {
                throw new DamagedBundle("its index is not that of a bundle");
            }
            if (asked.version() > BundleIndex.VERSION) {
                throw new DamagedBundle("it is of format " + asked.version()
                        + ", made by a newer Seance; this one reads " + BundleIndex.VERSION + ": take a newer one");
            }
            index = Json.mapper().readValue(json, BundleIndex.class);
        } catch (DamagedBundle e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new DamagedBundle("its index cannot be read (" + Json.reason(e) + ")", e);
        }
        if (!index.recipe().matches("[a-z][a-z0-9-]*") || index.number() < 1) {
            throw new DamagedBundle(
                    "its index names a run '" + index.recipe() + "/" + index.number() + "', which is none");
        }
        return index;
    }

    /** What the index of any version has. */
    private record VersionOnly(String format, int version) {}

    private static Map<String, StoredZip.Entry> match(BundleIndex index, List<StoredZip.Entry> entries)
            throws IOException {
        Map<String, StoredZip.Entry> byName = new HashMap<>();
        entries.forEach(entry -> byName.put(entry.name(), entry));
        for (StoredZip.Entry entry : entries) {
            if (!PlainPath.isOne(entry.name())) {
                throw new DamagedBundle("it has an entry named '" + entry.name() + "', which leads out of its folder");
            }
        }
        if (index.files().size() != entries.size() - 1) {
            throw new DamagedBundle("it has " + entries.size() + " entries, and its index names "
                    + index.files().size());
        }
        for (Manifest.FileEntry named : index.files()) {
            StoredZip.Entry entry = byName.get(named.path());
            if (entry == null || entry.name().equals(BundleIndex.FILE)) {
                throw new DamagedBundle("its index names '" + named.path() + "', which is not in it");
            }
            if (entry.bytes() != named.bytes()) {
                throw new DamagedBundle(
                        "'" + named.path() + "' has " + entry.bytes() + " bytes, its index says " + named.bytes());
            }
        }
        for (String needed : List.of(RunFolder.RECIPE, RunFolder.SUMMARY)) {
            if (!byName.containsKey(index.run() + "/" + needed)) {
                throw new DamagedBundle("it has no " + index.run() + "/" + needed);
            }
        }
        return byName;
    }

    /** Whether it was unpacked there before; somebody may have deleted some of it since. */
    private static boolean isComplete(Path place, BundleIndex index) throws IOException {
        for (Manifest.FileEntry named : index.files()) {
            Path there = place.resolve(named.path());
            if (!Files.isRegularFile(there) || Files.size(there) != named.bytes()) {
                return false;
            }
        }
        return true;
    }

    private Path unpack(FileChannel channel, BundleIndex index, Map<String, StoredZip.Entry> entries, Path place)
            throws IOException {
        Path unfinished;
        try {
            AtomicFiles.createFolders(cache);
            unfinished = Files.createTempDirectory(cache, ".unfinished-");
        } catch (FileSystemException e) {
            LOG.debug("no bundles in {}: {}", cache, e.toString());
            return unpackForNow(channel, index, entries);
        }
        try {
            write(channel, index, entries, unfinished);
            publish(unfinished, place, index);
        } finally {
            AtomicFiles.deleteTree(unfinished);
        }
        return place;
    }

    /** Two may do so at once, and the second finds that it is there; what is there but not whole is replaced. */
    private static void publish(Path unfinished, Path place, BundleIndex index) throws IOException {
        if (Files.exists(place) && !isComplete(place, index)) {
            Path old = Files.createTempDirectory(place.getParent(), ".old-");
            Files.move(place, old.resolve("bundle"), StandardCopyOption.ATOMIC_MOVE);
            AtomicFiles.deleteTree(old);
        }
        try {
            AtomicFiles.publish(unfinished, place);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            LOG.debug("{} was made by another process meanwhile", place);
        } catch (FileSystemException e) {
            if (!isComplete(place, index)) {
                throw e;
            }
        }
    }

    private static Path unpackForNow(FileChannel channel, BundleIndex index, Map<String, StoredZip.Entry> entries)
            throws IOException {
        Path folder = Files.createTempDirectory("seance-bundle-");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder), "seance-bundle"));
        write(channel, index, entries, folder);
        return folder;
    }

    private static void delete(Path folder) {
        try {
            AtomicFiles.deleteTree(folder);
        } catch (IOException e) {
            LOG.debug("{} stays: {}", folder, e.toString());
        }
    }

    private static void write(FileChannel channel, BundleIndex index, Map<String, StoredZip.Entry> entries, Path folder)
            throws IOException {
        for (Manifest.FileEntry named : index.files()) {
            Path target = folder.resolve(named.path());
            Files.createDirectories(target.getParent());
            MessageDigest digest = Digests.sha256();
            try (OutputStream out = new DigestOutputStream(
                    Files.newOutputStream(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), digest)) {
                copy(channel, entries.get(named.path()), out);
            } catch (EOFException e) {
                throw new DamagedBundle("'" + named.path() + "' ends too early", e);
            }
            if (!HexFormat.of().formatHex(digest.digest()).equals(named.sha256())) {
                throw new DamagedBundle("'" + named.path() + "' is damaged: its digest is not that of the index");
            }
            AtomicFiles.force(target);
        }
    }

    private static void copy(FileChannel channel, StoredZip.Entry entry, OutputStream out) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        for (long at = 0; at < entry.bytes(); ) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), entry.bytes() - at));
            int read = channel.read(buffer, entry.offset() + at);
            if (read < 0) {
                throw new EOFException();
            }
            out.write(buffer.array(), 0, read);
            at += read;
        }
    }
}
