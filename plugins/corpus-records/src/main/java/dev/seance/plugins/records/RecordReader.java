// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import dev.seance.api.corpus.BadRecord;
import dev.seance.api.corpus.BadRecords;
import dev.seance.api.corpus.Document;
import dev.seance.kit.files.TextMemory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The documents that a split's records are; what is no document is reported. */
final class RecordReader implements DocumentReader {

    private static final int COLUMNS_SHOWN = 30;

    private final String file;
    private final Records records;
    private final Function<List<String>, FieldMapping> mappings;
    private final BadRecords bad;
    private final TextMemory memory;
    private FieldMapping mapping;
    private List<String> mapped = List.of();
    private boolean ended;
    private TextMemory.Room room = () -> {};

    /** @param mappings the mapping for some columns */
    RecordReader(
            String file,
            Records records,
            Function<List<String>, FieldMapping> mappings,
            BadRecords bad,
            TextMemory memory) {
        this.file = file;
        this.records = records;
        this.mappings = mappings;
        this.bad = bad;
        this.memory = memory;
    }

    @Override
    public Optional<Document> next() throws IOException {
        room.close();
        room = () -> {};
        while (!ended) {
            try {
                Map<String, String> record = records.next();
                if (record == null) {
                    ended = true;
                    return Optional.empty();
                }
                return Optional.of(document(record));
            } catch (BadRow e) {
                bad.report(e.at(file + ", " + records.place()));
            } catch (IOException e) {
                ended = true;
                bad.report(new BadRecord(
                        file + ", after " + records.place(),
                        "damaged file",
                        "" + e.getMessage(),
                        "fetch the file again"));
            }
        }
        return Optional.empty();
    }

    private Document document(Map<String, String> record) throws BadRow {
        List<String> columns = records.columns().orElseGet(() -> List.copyOf(record.keySet()));
        if (mapping == null || !mapped.equals(columns)) {
            mapping = mappings.apply(columns);
            mapped = columns;
            checkFileColumns(columns);
        }
        if (!mapping.complete()) {
            throw missing(columns);
        }
        List<BadRow> notes = new ArrayList<>();
        Document document = mapping.document(record, file, records.number(), notes);
        notes.forEach(note -> bad.report(note.at(file + ", " + records.place())));
        int length = document.pages().get(0).text().length();
        memory.check(file + ", " + records.place(), length);
        room = memory.take(length);
        return document;
    }

    /** A file that names its columns has all that the options name, or none of its records is what it seems. */
    private void checkFileColumns(List<String> columns) throws BadRow {
        if (records.columns().isPresent() && !mapping.missing().isEmpty()) {
            ended = true;
            throw missing(columns);
        }
    }

    private BadRow missing(List<String> columns) {
        String found = String.join(", ", columns.stream().limit(COLUMNS_SHOWN).toList());
        return new BadRow(
                "missing columns",
                "no " + String.join(", ", mapping.missing()) + " among " + (found.isEmpty() ? "none" : found)
                        + (columns.size() > COLUMNS_SHOWN ? ", ..." : ""),
                "name the columns there are under 'fields'");
    }

    @Override
    public void close() throws IOException {
        room.close();
        records.close();
    }
}
