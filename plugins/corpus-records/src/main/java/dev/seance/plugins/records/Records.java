// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The records of one split, one after the other. One thread. */
interface Records extends Closeable {

    /** The columns, where the file names them before its records. */
    Optional<List<String>> columns();

    /**
     * The next record's values by column, of which some may be null; null at the end.
     *
     * @throws BadRow of a record that cannot be read; the one after it can be asked for
     * @throws IOException when the file is damaged
     */
    Map<String, String> next() throws IOException, BadRow;

    /** Which record of the file was read last, for ids: its number, or where it begins. */
    String number();

    /** Where the record that was read last stands, for messages: {@code line 3}. */
    String place();
}
