// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

import dev.seance.api.run.UserError;
import dev.seance.kit.files.FileNames;
import dev.seance.kit.files.TextMemory;
import dev.seance.kit.text.CatalogueDate;
import dev.seance.kit.text.CsvRows;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Years of first publication by the number or the file's name. Safe for use by several threads. */
final class YearTable {

    static final YearTable NONE = new YearTable(Map.of());

    private final Map<String, Integer> years;

    private YearTable(Map<String, Integer> years) {
        this.years = years;
    }

    /**
     * Reads a table.
     *
     * @throws UserError when it is none, naming the line
     */
    static YearTable read(Path file, TextMemory memory) throws IOException {
        Map<String, Integer> years = new HashMap<>();
        try (InputStream in = Files.newInputStream(file);
                CsvRows rows = new CsvRows(in, file.toString(), (byte) 0, StandardCharsets.UTF_8, memory)) {
            boolean first = true;
            for (List<String> row = rows.next(); row != null; row = rows.next()) {
                String where = file + ":" + rows.line();
                if (row.size() < 2) {
                    throw new UserError(where + ": one column; give a number or file name, and a year");
                }
                Optional<CatalogueDate> date = CatalogueDate.parse(row.get(1));
                boolean headings = first && date.isEmpty();
                first = false;
                if (headings) {
                    continue;
                }
                if (date.isEmpty()) {
                    throw new UserError(where + ": '" + row.get(1)
                            + "' is not a year such as 1851; correct it, or take the row out");
                }
                int year = date.get().year();
                Integer before = years.put(key(row.get(0)), year);
                if (before != null && before != year) {
                    throw new UserError(where + ": '" + row.get(0) + "' has the year " + year + " here and " + before
                            + " before; keep one");
                }
            }
        } catch (NoSuchFileException e) {
            throw new UserError(
                    "years '" + file + "' does not exist; give a .csv or .tsv file of numbers and years", e);
        } catch (CsvRows.Malformed e) {
            throw new UserError(file + ": " + e.getMessage() + "; correct the table", e);
        }
        return new YearTable(Map.copyOf(years));
    }

    private static String key(String name) {
        return FileNames.normalized(name.strip()).toLowerCase(Locale.ROOT).replaceFirst("^#", "");
    }

    /** The year of the first of these names that the table has. */
    Optional<Integer> year(String... names) {
        for (String name : names) {
            Integer year = years.get(key(name));
            if (year != null) {
                return Optional.of(year);
            }
        }
        return Optional.empty();
    }
}
