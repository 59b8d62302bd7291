// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import com.github.luben.zstd.ZstdOutputStream;
import dev.seance.api.run.Progress;
import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Packs artifacts into one archive, to be unpacked into another store: a tar (see {@link TarWriter}) within one zstd frame
 * with a checksum. First {@value ArchiveIndex#FILE}, then each artifact: its manifest, and its files in the manifest's
 * order under {@code <kind>/<fingerprint>/}.
 *
 * <p>Corpora are compressed already and weights hardly compress, which costs zstd little: it passes such blocks on at a
 * gigabyte a second. Everything is streamed, so an archive takes no room but its own.
 */
public final class ArchiveWriter {

    private final Progress progress;
    private final BooleanSupplier stop;

    /**
     * @param progress told of every byte
     * @param stop asked often whether to stop
     */
    public ArchiveWriter(Progress progress, BooleanSupplier stop) {
        this.progress = progress;
        this.stop = stop;
    }

    /**
     * Writes an archive; every file is checked against its digest on the way.
     *
     * @param run what they are packed from, {@code recipe/n}
     * @param out gets the archive; stays open
     * @throws StopException when asked to stop
     * @throws UserError when an artifact is damaged or goes away; what was written until then is useless
     */
    public void write(String run, List<Artifact> artifacts, OutputStream out) throws IOException {
        progress.begin("packing", artifacts.stream().mapToLong(Artifact::bytes).sum(), "bytes");
        ZstdOutputStream compressed = new ZstdOutputStream(new Unclosed(out));
        try (compressed) {
            compressed.setChecksum(true);
            TarWriter tar = new TarWriter(compressed);
            byte[] index = Json.pretty(ArchiveIndex.of(run, artifacts)).getBytes(StandardCharsets.UTF_8);
            tar.file(ArchiveIndex.FILE, index.length, 0, new ByteArrayInputStream(index));
            for (Artifact artifact : artifacts) {
                add(artifact, tar);
            }
            tar.finish();
        }
    }

    private void add(Artifact artifact, TarWriter tar) throws IOException {
        String folder = artifact.manifest().kind() + "/" + artifact.fingerprint() + "/";
        long seconds = seconds(artifact.manifest().finished());
        try {
            // As it stands: a manifest of a later version may have fields that this one does not know.
            byte[] manifest = Files.readAllBytes(artifact.file(Manifest.FILE));
            tar.file(folder + Manifest.FILE, manifest.length, seconds, new ByteArrayInputStream(manifest));
            for (Manifest.FileEntry entry : artifact.manifest().files()) {
                add(artifact.file(entry.path()), folder + entry.path(), entry, seconds, tar);
            }
        } catch (NoSuchFileException e) {
            throw new UserError(
                    artifact.folder() + " was deleted while it was packed (" + e.getFile()
                            + " is not there); nothing was written",
                    e);
        }
    }

    private void add(Path file, String name, Manifest.FileEntry entry, long seconds, TarWriter tar) throws IOException {
        MessageDigest digest = Digests.sha256();
        try (InputStream content = new DigestInputStream(new Counted(Files.newInputStream(file)), digest)) {
            tar.file(name, entry.bytes(), seconds, content);
        } catch (EOFException e) {
            throw damaged(file, e);
        }
        if (Files.size(file) != entry.bytes()
                || !HexFormat.of().formatHex(digest.digest()).equals(entry.sha256())) {
            throw damaged(file, null);
        }
    }

    private static UserError damaged(Path file, Exception reason) {
        return new UserError(
                file
                        + ": damaged, its digest is not that of the manifest; 'seance store verify' lists all that is damaged"
                        + " and says what to do. Nothing was written",
                reason);
    }

    private static long seconds(String finished) {
        try {
            return Instant.parse(finished).getEpochSecond();
        } catch (DateTimeParseException e) {
            return 0;
        }
    }

    /** Tells the progress what is read, and stops. */
    private final class Counted extends FilterInputStream {

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            if (stop.getAsBoolean()) {
                throw new StopException("no archive was written");
            }
            int read = super.read(into, from, length);
            progress.advance(Math.max(0, read));
            return read;
        }
    }

    /** Passes everything on but the end. */
    private static final class Unclosed extends FilterOutputStream {

        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
            out.flush();
        }
    }
}
