// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.anachronisms;

import dev.seance.api.run.UserError;
import dev.seance.kit.text.ListFile;
import dev.seance.plugins.filters.Resources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads tables of terms: UTF-8, a term a line, fields divided by tabs: the term, the year of its first use ({@code -} for
 * one that is allowed), {@code always}, {@code context} or {@code allow}, and a note, which may be missing. Blank lines
 * and lines that begin with # are left out. The head of {@code en/terms.tsv} explains the fields.
 */
final class TermTable {

    private static final int FIELDS = 3;

    private TermTable() {}

    /** The table that comes with the plugin for a language, as an ISO 639-1 code; empty where there is none. */
    static List<Term> shipped(String language) {
        List<Term> terms = new ArrayList<>();
        for (String line : Resources.lines(TermTable.class, language + "/terms.tsv")) {
            terms.add(term(line));
        }
        return List.copyOf(terms);
    }

    /**
     * Reads a user's table.
     *
     * @throws UserError when it cannot be read or a line is not a term, naming the line
     */
    static List<Term> read(Path file) {
        List<Term> terms = new ArrayList<>();
        for (ListFile.Line line :
                ListFile.read(file, "a file of lines TERM, tab, YEAR, tab, always, context or allow")) {
            try {
                terms.add(term(line.text()));
            } catch (IllegalArgumentException e) {
                throw new UserError(line.where() + ": " + e.getMessage()
                        + "; write TERM, tab, YEAR, tab, and one of always, context, allow");
            }
        }
        return terms;
    }

    private static Term term(String line) {
        String[] fields = line.split("\t", -1);
        if (fields.length < FIELDS) {
            throw new IllegalArgumentException(
                    "a term has " + FIELDS + " fields and perhaps a note, divided by tabs; found '" + line + "'");
        }
        Evidence evidence = evidence(fields[2].strip());
        return new Term(fields[0].strip(), year(fields[1].strip(), evidence), evidence);
    }

    private static Evidence evidence(String field) {
        for (Evidence evidence : Evidence.values()) {
            if (evidence.name().toLowerCase(Locale.ROOT).equals(field)) {
                return evidence;
            }
        }
        throw new IllegalArgumentException("found the tier '" + field + "'");
    }

    private static int year(String field, Evidence evidence) {
        if (evidence == Evidence.ALLOW && field.equals("-")) {
            return 0;
        }
        try {
            return Integer.parseInt(field);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("found the year '" + field + "'", e);
        }
    }
}
