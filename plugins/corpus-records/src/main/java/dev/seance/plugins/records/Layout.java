// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

/** How the library's data lie there. */
public enum Layout {

    /** Whichever of the others is there. */
    AUTO("data"),

    /** Archives of item files, one a decade: {@code 1850_1859.tar.gz}. */
    ARCHIVES(".tar.gz archives"),

    /** Item files, and files of rows: {@code 1851_000000218.jsonl.gz}. */
    FILES(".jsonl or .jsonl.gz files"),

    /** Parquet files. */
    PARQUET(".parquet files");

    private final String words;

    Layout(String words) {
        this.words = words;
    }

    /** What there is of it, for messages. */
    String words() {
        return words;
    }
}
