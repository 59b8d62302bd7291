// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.seance.api.run.UserError;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Metadata with a JSON object a line. */
final class JsonlMetadata extends MetadataFile {

    private static final ObjectReader JSON =
            new ObjectMapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    JsonlMetadata(Path path) {
        super(path);
    }

    @Override
    void rows(Rows rows) throws IOException {
        try (LineReader lines = new LineReader(new BufferedInputStream(Files.newInputStream(path())))) {
            rows(lines, rows);
        }
    }

    private void rows(LineReader lines, Rows rows) throws IOException {
        try {
            long offset = 0;
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                if (!text(line).isBlank()) {
                    rows.row(parse(line, lines.count()), lines.count(), offset);
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

    @Override
    Map<String, String> values(Place place) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(path())) {
            channel.position(place.offset());
            byte[] line = new LineReader(new BufferedInputStream(Channels.newInputStream(channel))).next();
            return parse(line == null ? new byte[0] : line, place.line());
        }
    }

    /** Some programs begin a file with a byte order mark, which JSON has no place for. */
    private static String text(byte[] line) {
        String text = new String(line, StandardCharsets.UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private Map<String, String> parse(byte[] line, long number) throws IOException {
        try {
            JsonNode json = JSON.readTree(text(line));
            if (!json.isObject()) {
                throw new UserError(at(number) + ": expected an object {...}, found " + json.getNodeType());
            }
            Map<String, String> values = new LinkedHashMap<>();
            json.properties().forEach(entry -> values.put(entry.getKey(), text(entry.getValue())));
            return values;
        } catch (JsonProcessingException e) {
            int column = e.getLocation() == null ? 1 : e.getLocation().getColumnNr();
            throw new UserError(
                    at(number) + ":" + column + ": not JSON ("
                            + e.getOriginalMessage().lines().findFirst().orElse("")
                            + "); each line is one object such as {\"file\": \"moby.txt\", \"year\": 1851}",
                    e);
        }
    }

    private static String text(JsonNode value) {
        return value.isContainerNode() ? value.toString() : value.isNull() ? "" : value.asText();
    }
}
