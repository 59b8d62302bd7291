// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.dialogues;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.seance.api.run.UserError;
import dev.seance.kit.files.Compression;
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

    /** A field said twice, or a second value behind the first, would be lost without a word otherwise. */
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

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
            if (Compression.uncompressed(file.name()).toLowerCase(Locale.ROOT).endsWith(".jsonl")) {
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
            try (JsonParser parser = MAPPER.createParser(line)) {
                row = MAPPER.readTree(parser);
                if (goesOn(parser)) {
                    rows.unreadable("goes on behind the row; put each row on a line of its own", place);
                    continue;
                }
            } catch (JsonProcessingException e) {
                rows.unreadable("is no JSON: " + reason(e), place);
                continue;
            }
            rows.row(row, place);
        }
    }

    /** A list of rows, or rows without a list around them. */
    private static void list(TextFile file, Reader in, Rows rows) throws IOException {
        int number = 0;
        try (JsonParser parser = MAPPER.createParser(in)) {
            boolean listed = parser.nextToken() == JsonToken.START_ARRAY;
            JsonToken token = listed ? parser.nextToken() : parser.currentToken();
            while (token != null && token != JsonToken.END_ARRAY) {
                JsonNode row = MAPPER.readTree(parser);
                rows.row(row, "row " + ++number);
                token = parser.nextToken();
            }
            if (listed && goesOn(parser)) {
                throw new UserError(file.where() + ": goes on behind the list, line "
                        + parser.currentTokenLocation().getLineNr()
                        + "; make it one list, or name it .jsonl and put each row on a line of its own");
            }
        } catch (JsonProcessingException e) {
            // A list that breaks off has no rows behind the place.
            throw new UserError(
                    file.where() + ": is no list of JSON objects: after row " + number + ", line "
                            + (e.getLocation() == null ? "?" : e.getLocation().getLineNr()) + ": "
                            + reason(e),
                    e);
        }
    }

    private static boolean goesOn(JsonParser parser) throws IOException {
        try {
            return parser.nextToken() != null;
        } catch (JsonProcessingException e) {
            return true;
        }
    }

    /** What is wrong, without the parser's remarks on where it keeps its text. */
    private static String reason(JsonProcessingException e) {
        return e.getOriginalMessage().replaceFirst(" \\((for|start marker at) .*\\[Source.*", "");
    }
}
