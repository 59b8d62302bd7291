// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import dev.seance.kit.files.TextFile;
import dev.seance.kit.files.TextMemory;
import dev.seance.kit.text.CsvRows;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rows of a table, by the names in its first row. */
final class CsvRecords implements Records {

    private static final String ROWS =
            "make all rows as long as the first; a value with the delimiter or a line end in it"
                    + " stands in double quotes";

    private final CsvRows rows;
    private final List<String> columns;
    private long count;

    /** @param separator the delimiter, or 0 to find it out */
    CsvRecords(TextFile file, byte separator, Charset encoding, TextMemory memory) throws IOException, BadRow {
        this.rows = new CsvRows(file.decompressed(), file.path().toString(), separator, encoding, memory);
        try {
            List<String> first = row();
            this.columns = first == null
                    ? List.of()
                    : first.stream().map(String::strip).toList();
            if (columns.isEmpty()) {
                throw new BadRow("missing columns", "there is no first row", "name the columns in the first row");
            }
            if (new HashSet<>(columns).size() < columns.size()) {
                throw new BadRow(
                        "two columns of one name",
                        "the first row: " + String.join(", ", columns),
                        "name the columns in the first row, differently");
            }
        } catch (IOException | BadRow e) {
            rows.close();
            throw e;
        }
    }

    @Override
    public Optional<List<String>> columns() {
        return Optional.of(columns);
    }

    @Override
    public Map<String, String> next() throws IOException, BadRow {
        List<String> row = row();
        if (row == null) {
            return null;
        }
        count++;
        if (row.size() != columns.size()) {
            throw new BadRow(
                    "wrong number of columns", "found " + row.size() + ", the first row has " + columns.size(), ROWS);
        }
        Map<String, String> record = new LinkedHashMap<>();
        for (int i = 0; i < row.size(); i++) {
            if (!row.get(i).isEmpty()) {
                record.put(columns.get(i), row.get(i));
            }
        }
        return record;
    }

    private List<String> row() throws IOException, BadRow {
        try {
            return rows.next();
        } catch (CsvRows.Malformed e) {
            throw new BadRow(e.reason(), e.detail(), e.remedy());
        }
    }

    @Override
    public String number() {
        return "" + count;
    }

    @Override
    public String place() {
        return "line " + rows.line();
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
