// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.dialogues;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seance.api.run.UserError;
import dev.seance.kit.files.TextFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads the rows of a file: {@code .jsonl}, one a line, or {@code .json}, a list. UTF-8, with a byte order mark or not. */
final class RowFile {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private RowFile() {}

    /** Receives rows. */
    interface Rows {

        /** @param place where in the file it is, such as {@code line 12} */
        void row(JsonNode row, String place) throws IOException;

        /** A row that cannot be read at all. */
        void unreadable(String reason, String place) throws IOException;
    }

    static void read(TextFile file, Rows rows) throws IOException {
        // Decoding that does not replace: a byte that is no UTF-8 is an error with a place, not a mark in the text.
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(file.open(), StandardCharsets.UTF_8.newDecoder()))) {
            in.mark(1);
            if (in.read() != BYTE_ORDER_MARK) {
                in.reset();
            }
            if (file.name().toLowerCase(Locale.ROOT).contains(".jsonl")) {
                lines(in, rows);
            } else {
                list(file, in, rows);
            }
        } catch (CharacterCodingException e) {
            throw new UserError(file.where() + ": is not UTF-8; convert it (iconv -t UTF-8)", e);
        }
    }

    private static void lines(BufferedReader in, Rows rows) throws IOException {
        int number = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String place = "line " + ++number;
            if (line.isBlank()) {
                continue;
            }
            JsonNode row;
            try {
                row = MAPPER.readTree(line);
            } catch (JsonProcessingException e) {
                rows.unreadable("is no JSON: " + e.getOriginalMessage(), place);
                continue;
            }
            rows.row(row, place);
        }
    }

    private static void list(TextFile file, Reader in, Rows rows) throws IOException {
        int number = 0;
        try (MappingIterator<JsonNode> all = MAPPER.readerFor(JsonNode.class).readValues(in)) {
            while (all.hasNextValue()) {
                JsonNode row = all.nextValue();
                rows.row(row, "row " + ++number);
            }
        } catch (JsonProcessingException e) {
            // A list that breaks off has no rows behind the place.
            throw new UserError(
                    file.where() + ": is no list of JSON objects: after row " + number + ", line "
                            + (e.getLocation() == null ? "?" : e.getLocation().getLineNr()) + ": "
                            + e.getOriginalMessage(),
                    e);
        }
    }
}
