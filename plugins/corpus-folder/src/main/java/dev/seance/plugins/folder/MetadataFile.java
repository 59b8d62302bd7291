// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.seance.api.run.UserError;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The folder's {@code metadata.jsonl}: a JSON object a line. The index remembers where each row stands and no more; a
 * row is read when its text is.
 */
final class MetadataFile {

    static final String NAME = "metadata.jsonl";

    private static final ObjectReader JSON =
            new ObjectMapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

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

    Path path() {
        return path;
    }

    /** The file and line, for messages. */
    String at(long line) {
        return path + ":" + line;
    }

    /** The rows by file name, in their order; empty when there is no such file. */
    Map<String, Place> index() throws IOException {
        Map<String, Place> places = new LinkedHashMap<>();
        if (!Files.exists(path)) {
            return places;
        }
        if (!Files.isRegularFile(path)) {
            throw new UserError(path + " is not a file; it is where the texts' titles and years are looked for");
        }
        try (LineReader lines = new LineReader(new BufferedInputStream(Files.newInputStream(path)))) {
            index(lines, places);
        } catch (AccessDeniedException e) {
            throw new UserError("no permission to read " + path + "; grant it", e);
        }
        return places;
    }

    private void index(LineReader lines, Map<String, Place> places) throws IOException {
        try {
            long offset = 0;
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                if (!new String(line, StandardCharsets.UTF_8).isBlank()) {
                    MetadataRow row = parse(line, lines.count());
                    String file = row.file();
                    Place previous = places.put(file, new Place(row.id(), file, lines.count(), offset));
                    if (previous != null) {
                        throw new UserError(at(lines.count()) + ": a second row for '" + file + "' (the first: line "
                                + previous.line() + "); remove one");
                    }
                }
                offset += line.length + 1L;
            }
        } catch (LineReader.LineTooLong e) {
            throw new UserError(
                    at(lines.count() + 1) + ": the line is longer than " + (LineReader.MAX_BYTES >> 20)
                            + " MB; write one JSON object a line",
                    e);
        }
    }

    /** Reads one row. */
    MetadataRow read(Place place) {
        try (SeekableByteChannel channel = Files.newByteChannel(path)) {
            channel.position(place.offset());
            byte[] line = new LineReader(new BufferedInputStream(Channels.newInputStream(channel))).next();
            return parse(line == null ? new byte[0] : line, place.line());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private MetadataRow parse(byte[] line, long number) throws IOException {
        try {
            return MetadataRow.of(JSON.readTree(line));
        } catch (JsonProcessingException e) {
            int column = e.getLocation() == null ? 1 : e.getLocation().getColumnNr();
            throw new UserError(
                    at(number) + ":" + column + ": not JSON ("
                            + e.getOriginalMessage().lines().findFirst().orElse("")
                            + "); each line is one object such as {\"file\": \"moby.txt\", \"year\": 1851}",
                    e);
        } catch (IllegalArgumentException e) {
            throw new UserError(at(number) + ": " + e.getMessage(), e);
        }
    }
}
