// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import dev.seance.kit.files.TextFile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The columns of a Parquet file of pages, in either spelling, and the pages in the rows of its queries. */
final class LibraryTable {

    private static final List<String> NEEDED = List.of(PageRow.RECORD, PageRow.NUMBER, PageRow.TEXT);
    private static final List<String> OF_THE_PAGE = List.of(
            PageRow.RECORD,
            PageRow.NUMBER,
            PageRow.TEXT,
            PageRow.CONFIDENCE,
            "file_row_number",
            "empty_pg",
            "std_wc_ocr");

    /** The file's own spellings. */
    private final Map<String, String> columns = new LinkedHashMap<>();

    private final List<String> catalogue = new ArrayList<>();

    private LibraryTable() {}

    /**
     * Looks at a file.
     *
     * @throws BadRow when it has no pages, naming the columns it has
     */
    static LibraryTable of(DuckDb duckDb, TextFile file) throws SQLException, BadRow {
        LibraryTable table = new LibraryTable();
        List<String> found = duckDb.columns(file);
        found.remove("file_row_number");
        for (String column : found) {
            table.columns.putIfAbsent(Columns.normalized(column), column);
        }
        List<String> missing = NEEDED.stream()
                .filter(column -> !table.columns.containsKey(column))
                .toList();
        if (!missing.isEmpty()) {
            throw new BadRow(
                    "missing columns",
                    "no " + String.join(", ", missing) + " among " + String.join(", ", found),
                    "give the library's files as it publishes them, or read others with the source 'parquet'");
        }
        table.columns.keySet().stream()
                .filter(column -> !OF_THE_PAGE.contains(column))
                .forEach(table.catalogue::add);
        return table;
    }

    /** What to select: everything as text, so that numbers, dates and timestamps are read alike. */
    String selection() {
        List<String> parts = new ArrayList<>();
        for (String column : NEEDED) {
            parts.add(asText(column));
        }
        parts.add(
                columns.containsKey(PageRow.CONFIDENCE)
                        ? "TRY_CAST(" + DuckDb.identifier(columns.get(PageRow.CONFIDENCE)) + " AS DOUBLE)"
                        : "NULL::DOUBLE");
        parts.add("file_row_number");
        catalogue.forEach(column -> parts.add(asText(column)));
        return String.join(", ", parts);
    }

    /** The id of the item as text, for conditions. */
    String record() {
        return asText(PageRow.RECORD);
    }

    Optional<String> column(String normalized) {
        return Optional.ofNullable(columns.get(normalized)).map(DuckDb::identifier);
    }

    private String asText(String column) {
        return "CAST(" + DuckDb.identifier(columns.get(column)) + " AS VARCHAR)";
    }

    /**
     * The page in the row of a {@link #selection}.
     *
     * @param previous the item of the row before, whose catalogue entry is not read again
     */
    PageRow page(ResultSet row, String previous) throws SQLException, BadRow {
        String id = row.getString(1);
        if (id == null || id.isBlank()) {
            throw new BadRow("no " + PageRow.RECORD, "", "take the row out");
        }
        String record = PageRow.recordId(id);
        String number = row.getString(2);
        String text = row.getString(3);
        if (text != null && text.length() > PageLines.LONGEST) {
            throw new BadRow(
                    "page too long", "more than " + (PageLines.LONGEST >> 20) + " MB", "split what is no page");
        }
        double confidence = row.getDouble(4);
        boolean unknown = row.wasNull() || Double.isNaN(confidence);
        return new PageRow(
                record,
                number == null ? "" : number,
                text == null ? "" : PageText.of(text),
                unknown ? Optional.empty() : Optional.of(confidence),
                record.equals(previous) ? Map.of() : catalogue(row));
    }

    private Map<String, String> catalogue(ResultSet row) throws SQLException {
        Map<String, String> values = new TreeMap<>();
        for (int i = 0; i < catalogue.size(); i++) {
            String value = row.getString(6 + i);
            if (value != null) {
                values.put(catalogue.get(i), value);
            }
        }
        return values;
    }
}
