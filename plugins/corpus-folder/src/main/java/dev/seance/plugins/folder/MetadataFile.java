// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.folder;

import dev.seance.api.run.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The folder's {@code metadata.jsonl} or {@code metadata.csv}: a row a text. The index remembers where each row stands and
 * no more; a row is read when its text is. Safe for use by several threads.
 */
abstract class MetadataFile {

    static final String JSONL = "metadata.jsonl";
    static final String CSV = "metadata.csv";

    private final Path path;

    MetadataFile(Path path) {
        this.path = path;
    }

    /**
     * Where a row stands.
     *
     * @param id the text's id, or ""
     * @param file the text's name within the folder
     * @param line the row's line, from 1
     * @param offset where the line starts, in bytes
     */
    record Place(String id, String file, long line, long offset) {}

    /** Receives rows with their places. */
    interface Rows {
        void row(Map<String, String> values, long line, long offset);
    }

    /** The folder's metadata, if there are any. */
    static Optional<MetadataFile> in(Path folder) {
        Path jsonl = folder.resolve(JSONL);
        Path csv = folder.resolve(CSV);
        if (Files.exists(jsonl) && Files.exists(csv)) {
            throw new UserError(folder + " has both " + JSONL + " and " + CSV + "; remove one");
        }
        Path path = Files.exists(csv) ? csv : jsonl;
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        if (!Files.isRegularFile(path)) {
            throw new UserError(path + " is not a file; it is where the texts' titles and years are looked for");
        }
        return Optional.of(path == csv ? new CsvMetadata(path) : new JsonlMetadata(path));
    }

    /** Reads all rows in their order. */
    abstract void rows(Rows rows) throws IOException;

    /** Reads one row. */
    abstract Map<String, String> values(Place place) throws IOException;

    Path path() {
        return path;
    }

    /** The file and line, for messages. */
    String at(long line) {
        return path + ":" + line;
    }

    /** The rows by file name, in their order. */
    Map<String, Place> index() throws IOException {
        Map<String, Place> places = new LinkedHashMap<>();
        try {
            rows((values, line, offset) -> {
                MetadataRow row = row(values, line);
                Place previous = places.put(row.file(), new Place(row.id(), row.file(), line, offset));
                if (previous != null) {
                    throw new UserError(at(line) + ": a second row for '" + row.file() + "' (the first: line "
                            + previous.line() + "); remove one");
                }
            });
        } catch (AccessDeniedException e) {
            throw new UserError("no permission to read " + path + "; grant it", e);
        }
        return places;
    }

    /** Reads one row. */
    MetadataRow read(Place place) {
        try {
            return row(values(place), place.line());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private MetadataRow row(Map<String, String> values, long line) {
        try {
            return MetadataRow.of(values);
        } catch (IllegalArgumentException e) {
            throw new UserError(at(line) + ": " + e.getMessage(), e);
        }
    }
}
