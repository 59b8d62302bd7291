// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import com.github.luben.zstd.ZstdInputStream;
import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.Progress;
import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Unpacks an archive of {@link ArchiveWriter} into a store, one artifact after the other, each as a whole: its files are
 * checked against their digests while they are written beside the store's artifacts, and only the complete artifact gets
 * its name. An artifact that is there already is passed over.
 *
 * <p>An archive comes from elsewhere, so nothing in it is trusted: names must be those of the manifest and stay within
 * the artifact's folder, links are refused, sizes are held to. A tar that was packed again without zstd is read as well.
 * What a digest cannot say is who made an artifact; as with any model, that is for the user to trust.
 */
public final class ArchiveReader {

    private static final int ZSTD_MAGIC = 0xFD2FB528;
    /** The longest real ones have a thousand files. */
    private static final int MAX_JSON_BYTES = 64 << 20;

    private final String archive;
    private final ArtifactStore store;
    private final ArtifactStore.Waiting waiting;
    private final BooleanSupplier stop;
    private final Progress progress;
    private final List<Artifact> unpacked = new ArrayList<>();
    private final List<Artifact> present = new ArrayList<>();
    private final byte[] buffer = new byte[1 << 16];
    private TarReader tar;

    /** The artifacts that were unpacked, and those that were there already. */
    public record Result(List<Artifact> unpacked, List<Artifact> present) {

        public Result {
            unpacked = List.copyOf(unpacked);
            present = List.copyOf(present);
        }
    }

    /**
     * @param archive what messages call it
     * @param waiting asked while another process makes an artifact of the archive
     * @param stop asked often whether to stop
     */
    public ArchiveReader(
            String archive,
            ArtifactStore store,
            ArtifactStore.Waiting waiting,
            BooleanSupplier stop,
            Progress progress) {
        this.archive = archive;
        this.store = store;
        this.waiting = waiting;
        this.stop = stop;
        this.progress = progress;
    }

    /**
     * Unpacks.
     *
     * @param in the archive; read to its end, stays open
     * @throws UserError when it is no archive, damaged, ends too early, or wants to write elsewhere: of the artifact it
     *     was at nothing is left, those before stand
     */
    public Result unpack(InputStream in) throws IOException {
        BufferedInputStream bytes = new BufferedInputStream(in, 1 << 16);
        try {
            bytes.mark(Integer.BYTES);
            byte[] magic = bytes.readNBytes(Integer.BYTES);
            bytes.reset();
            boolean compressed = magic.length == Integer.BYTES
                    && ByteBuffer.wrap(magic).order(ByteOrder.LITTLE_ENDIAN).getInt() == ZSTD_MAGIC;
            InputStream content = DamagedArchive.reading(compressed ? new ZstdInputStream(bytes) : bytes);
            tar = new TarReader(content);
            unpackAll();
            // To the end of the zstd frame, where its checksum is.
            content.transferTo(OutputStream.nullOutputStream());
        } catch (DamagedArchive e) {
            throw failed(e);
        }
        return new Result(unpacked, present);
    }

    private UserError failed(DamagedArchive reason) {
        return new UserError(
                archive + ": " + reason.getMessage() + "; " + before()
                        + ". Copy it again, or make it again with 'seance" + " store pack'",
                reason);
    }

    private String before() {
        int count = unpacked.size();
        return count == 0
                ? "nothing was unpacked"
                : count + (count == 1 ? " artifact was" : " artifacts were") + " complete and unpacked before";
    }

    private void unpackAll() throws IOException {
        TarReader.Entry first = tar.next().orElseThrow(() -> new DamagedArchive("it is empty"));
        if (!first.name().equals(ArchiveIndex.FILE)) {
            throw new DamagedArchive("it is no archive of artifacts: it starts with '" + first.name() + "', not with "
                    + ArchiveIndex.FILE);
        }
        ArchiveIndex index = parse(ArchiveIndex.FILE, json(first), ArchiveIndex.class);
        if (!ArchiveIndex.FORMAT.equals(index.format()) || index.version() != ArchiveIndex.VERSION) {
            throw new DamagedArchive("it was made by another version of Seance; unpack it with that");
        }
        progress.begin("unpacking", index.bytes(), "bytes");
        for (ArchiveIndex.Entry expected : index.artifacts()) {
            unpack(expected);
        }
        Optional<TarReader.Entry> more = tar.next();
        if (more.isPresent()) {
            throw new DamagedArchive("it has a file '" + more.get().name() + "' that its index does not name");
        }
    }

    private void unpack(ArchiveIndex.Entry expected) throws IOException {
        ArtifactKind kind = kind(expected.kind());
        String fingerprint = String.valueOf(expected.fingerprint());
        if (!ArtifactStore.isFingerprint(fingerprint)) {
            throw new DamagedArchive("its index has a fingerprint '" + fingerprint + "', which is none");
        }
        String folder = expected.kind() + "/" + fingerprint + "/";
        TarReader.Entry entry = next(folder);
        if (!entry.name().equals(folder + Manifest.FILE)) {
            throw new DamagedArchive("'" + entry.name() + "' stands where " + folder + Manifest.FILE + " should");
        }
        byte[] json = json(entry);
        Manifest manifest = manifest(json, expected);
        Optional<Artifact> there = store.find(kind, fingerprint);
        if (there.isPresent()) {
            passOver(there.get(), manifest, folder);
            return;
        }
        try (ArtifactStore.Draft draft = store.begin(kind, fingerprint, LockOwner.now("store unpack", ""), waiting)) {
            there = store.find(kind, fingerprint);
            if (there.isPresent()) {
                draft.discard();
                passOver(there.get(), manifest, folder);
                return;
            }
            try {
                for (Manifest.FileEntry file : manifest.files()) {
                    write(file, next(folder), folder, draft.output());
                }
                UnpackedNotes.write(store, expected, archive);
                draft.publish(json);
            } catch (IOException | RuntimeException e) {
                draft.discard();
                throw e;
            }
        }
        unpacked.add(store.find(kind, fingerprint)
                .orElseThrow(() -> new DamagedArchive(folder + " was deleted while it was unpacked")));
    }

    private static ArtifactKind kind(String name) throws IOException {
        for (ArtifactKind kind : ArtifactKind.values()) {
            if (ArtifactStore.name(kind).equals(name)) {
                return kind;
            }
        }
        throw new DamagedArchive("its index has a kind of artifact '" + name + "', which there is not");
    }

    private TarReader.Entry next(String folder) throws IOException {
        return tar.next().orElseThrow(() -> new DamagedArchive("it ends before " + folder + " is complete"));
    }

    private byte[] json(TarReader.Entry entry) throws IOException {
        if (entry.bytes() > MAX_JSON_BYTES) {
            throw new DamagedArchive("'" + entry.name() + "' has " + entry.bytes() + " bytes, far too many");
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream((int) entry.bytes());
        for (int read = tar.read(buffer, 0, buffer.length); read >= 0; read = tar.read(buffer, 0, buffer.length)) {
            content.write(buffer, 0, read);
        }
        return content.toByteArray();
    }

    private static Manifest manifest(byte[] json, ArchiveIndex.Entry expected) throws IOException {
        String of = expected.kind() + "/" + expected.fingerprint();
        Manifest manifest = parse("the manifest of " + of, json, Manifest.class);
        if (!Manifest.FORMAT.equals(manifest.format()) || manifest.version() != Manifest.VERSION) {
            throw new DamagedArchive("the manifest of " + of + " was written by another version of Seance");
        }
        if (!manifest.kind().equals(expected.kind()) || !manifest.fingerprint().equals(expected.fingerprint())) {
            throw new DamagedArchive(
                    "the manifest of " + of + " is that of " + manifest.kind() + "/" + manifest.fingerprint());
        }
        Set<String> paths = new HashSet<>();
        for (Manifest.FileEntry file : manifest.files()) {
            checkPath(file.path());
            // Regardless of case, as macOS and Windows have it: one would overwrite the other.
            if (!paths.add(file.path().toLowerCase(Locale.ROOT))) {
                throw new DamagedArchive("the manifest of " + of + " names '" + file.path() + "' twice");
            }
        }
        return manifest;
    }

    private static <T> T parse(String what, byte[] json, Class<T> type) throws IOException {
        try {
            return Objects.requireNonNull(Json.mapper().readValue(json, type), "it says null");
        } catch (IOException | RuntimeException e) {
            throw new DamagedArchive(what + " cannot be read (" + Json.reason(e) + ")", e);
        }
    }

    /** A path that leads out of the artifact's folder, or means different places on different systems, is refused. */
    private static void checkPath(String path) throws IOException {
        if (!PlainPath.isOne(path) || path.equalsIgnoreCase(Manifest.FILE)) {
            throw new DamagedArchive("it has a file named '" + path + "', which leads out of an artifact's folder");
        }
    }

    private void write(Manifest.FileEntry file, TarReader.Entry entry, String folder, Path output) throws IOException {
        if (!entry.name().equals(folder + file.path())) {
            throw new DamagedArchive("'" + entry.name() + "' stands where " + folder + file.path() + " should");
        }
        if (entry.bytes() != file.bytes()) {
            throw new DamagedArchive(
                    "'" + entry.name() + "' has " + entry.bytes() + " bytes, its manifest says " + file.bytes());
        }
        Path target = output.resolve(file.path());
        AtomicFiles.createFolders(target.getParent());
        MessageDigest digest = Digests.sha256();
        try (FileChannel out = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int read = tar.read(buffer, 0, buffer.length); read >= 0; read = tar.read(buffer, 0, buffer.length)) {
                if (stop.getAsBoolean()) {
                    throw new StopException(before());
                }
                digest.update(buffer, 0, read);
                write(ByteBuffer.wrap(buffer, 0, read), out, target);
                progress.advance(read);
            }
            out.force(true);
        }
        if (!HexFormat.of().formatHex(digest.digest()).equals(file.sha256())) {
            throw new DamagedArchive("'" + entry.name() + "' is damaged: its digest is not that of the manifest");
        }
        AtomicFiles.forceFolder(target.getParent());
    }

    private static void write(ByteBuffer bytes, FileChannel out, Path target) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (IOException e) {
            throw new FileSystemException(target.toString(), null, e.getMessage());
        }
    }

    private void passOver(Artifact there, Manifest manifest, String folder) throws IOException {
        for (Manifest.FileEntry file : manifest.files()) {
            TarReader.Entry entry = next(folder);
            if (!entry.name().equals(folder + file.path())) {
                throw new DamagedArchive("'" + entry.name() + "' stands where " + folder + file.path() + " should");
            }
            progress.advance(file.bytes());
        }
        present.add(there);
    }
}
