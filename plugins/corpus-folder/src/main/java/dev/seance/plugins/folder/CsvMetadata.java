// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.folder;

import dev.seance.api.run.UserError;
import dev.seance.kit.files.TextMemory;
import dev.seance.kit.text.CsvRows;
import dev.seance.kit.text.EncodingGuess;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Metadata as a table whose first row names the columns; what is between them and how it is encoded is found out. */
final class CsvMetadata extends MetadataFile {

    private final TextMemory memory = new TextMemory();
    private Shape shape;

    CsvMetadata(Path path) {
        super(path);
    }

    /** What has to be known to read a row in the middle. */
    private record Shape(List<String> columns, byte separator, Charset encoding) {}

    @Override
    void rows(Rows receiver) throws IOException {
        Shape known = shape();
        try (CsvRows rows = rows(Files.newInputStream(path()), known.separator(), known.encoding())) {
            next(rows);
            for (List<String> row = next(rows); row != null; row = next(rows)) {
                receiver.row(values(known, row, rows.line()), rows.line(), rows.offset());
            }
        }
    }

    @Override
    Map<String, String> values(Place place) throws IOException {
        Shape known = shape();
        try (SeekableByteChannel channel = Files.newByteChannel(path())) {
            channel.position(place.offset());
            InputStream in = new BufferedInputStream(Channels.newInputStream(channel));
            List<String> row = next(rows(in, known.separator(), known.encoding()));
            return values(known, row == null ? List.of() : row, place.line());
        }
    }

    private synchronized Shape shape() throws IOException {
        if (shape == null) {
            Charset encoding;
            try (InputStream in = Files.newInputStream(path())) {
                EncodingGuess guess = EncodingGuess.of(in);
                encoding = guess.encoding()
                        .filter(found -> !found.name().startsWith("UTF-16")
                                && !found.name().startsWith("UTF-32"))
                        .orElseThrow(() -> new UserError(
                                path() + " is not UTF-8 (" + guess.reason() + "); save it as CSV in UTF-8"));
            }
            try (CsvRows rows = rows(Files.newInputStream(path()), (byte) 0, encoding)) {
                List<String> first = next(rows);
                List<String> columns = first == null
                        ? List.of()
                        : first.stream().map(String::strip).toList();
                shape = new Shape(columns, rows.separator(), encoding);
            }
        }
        return shape;
    }

    private CsvRows rows(InputStream in, byte separator, Charset encoding) throws IOException {
        return new CsvRows(in, path().toString(), separator, encoding, memory);
    }

    private List<String> next(CsvRows rows) throws IOException {
        try {
            return rows.next();
        } catch (CsvRows.Malformed e) {
            throw new UserError(
                    at(rows.line()) + ": " + e.reason() + (e.detail().isEmpty() ? "" : " (" + e.detail() + ")") + "; "
                            + e.remedy(),
                    e);
        }
    }

    private Map<String, String> values(Shape known, List<String> row, long line) {
        if (row.size() != known.columns().size()) {
            throw new UserError(at(line) + ": the row has " + row.size() + " columns and the first one "
                    + known.columns().size() + "; a value with the delimiter in it stands in double quotes");
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < row.size(); i++) {
            values.put(known.columns().get(i), row.get(i));
        }
        return values;
    }
}
