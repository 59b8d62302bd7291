// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.bundle;

import dev.seance.api.run.Progress;
import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import dev.seance.core.store.Artifact;
import dev.seance.core.store.Digests;
import dev.seance.core.store.Json;
import dev.seance.core.store.Manifest;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a bundle: a zip file whose entries are stored as they are, weights being hardly smaller compressed. Within it lie
 * a run's folder and the store beside it, as on the machine that made them, without what only training needs. The same
 * models give the same bytes.
 */
public final class BundleWriter {

    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final Progress progress;
    private final BooleanSupplier stop;
    private final Map<String, Content> contents = new LinkedHashMap<>();
    private final List<Manifest.FileEntry> files = new ArrayList<>();

    /** Opens what an entry has. */
    private interface Content {
        InputStream open() throws IOException;
    }

    public BundleWriter(Progress progress, BooleanSupplier stop) {
        this.progress = progress;
        this.stop = stop;
    }

    /** Adds a text. */
    public void add(String path, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        contents.put(path, () -> new ByteArrayInputStream(bytes));
        files.add(new Manifest.FileEntry(path, bytes.length, Digests.of(text)));
    }

    /** Adds a model: its manifest, and its files but those that only a training goes on from. */
    public void add(String folder, Artifact model) {
        List<Manifest.FileEntry> kept = model.manifest().files().stream()
                .filter(file -> BundledModel.isUsed(file.path()))
                .toList();
        Manifest manifest = BundledModel.manifest(model.manifest(), kept);
        add(folder + Manifest.FILE, Json.pretty(manifest));
        for (Manifest.FileEntry file : kept) {
            Path source = model.file(file.path());
            contents.put(folder + file.path(), () -> new BufferedInputStream(Files.newInputStream(source), 1 << 16));
            files.add(new Manifest.FileEntry(folder + file.path(), file.bytes(), file.sha256()));
        }
    }

    /** The files that were added. */
    public List<Manifest.FileEntry> files() {
        return List.copyOf(files);
    }

    /**
     * Writes all of it.
     *
     * @param index names the files that were added
     * @param out gets the bundle; stays open
     * @throws StopException when asked to stop
     * @throws UserError when a file is not what its digest says; what was written until then is useless
     */
    public void write(BundleIndex index, OutputStream out) throws IOException {
        long bytes = files.stream().mapToLong(Manifest.FileEntry::bytes).sum();
        progress.begin("bundling", 2 * bytes, "bytes"); // each is read for its checksum first
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        zip.setMethod(ZipOutputStream.STORED);
        byte[] json = Json.pretty(index).getBytes(StandardCharsets.UTF_8);
        add(zip, BundleIndex.FILE, json.length, () -> new ByteArrayInputStream(json));
        for (Manifest.FileEntry file : files) {
            Content content = contents.get(file.path());
            try (InputStream in = content.open()) {
                if (!Digests.of(in).equals(file.sha256())) {
                    throw new UserError(
                            file.path() + " is damaged, its digest is not that of its manifest; 'seance store"
                                    + " verify' lists all that is damaged and says what to do. Nothing was written");
                }
            }
            add(zip, file.path(), file.bytes(), content);
        }
        zip.finish();
    }

    private void add(ZipOutputStream zip, String name, long bytes, Content content) throws IOException {
        CRC32 checksum = new CRC32();
        copy(content, checksum, OutputStream.nullOutputStream());
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(NO_TIME);
        entry.setSize(bytes);
        entry.setCompressedSize(bytes);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        copy(content, new CRC32(), zip);
        zip.closeEntry();
    }

    private void copy(Content content, CRC32 checksum, OutputStream out) throws IOException {
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = content.open()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (stop.getAsBoolean()) {
                    throw new StopException("no bundle was written");
                }
                checksum.update(buffer, 0, read);
                out.write(buffer, 0, read);
                progress.advance(read);
            }
        }
    }
}
