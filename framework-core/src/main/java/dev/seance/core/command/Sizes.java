// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command;

import java.util.Locale;

/** Sizes as commands print them. */
public final class Sizes {

    private Sizes() {}

    /** A number of bytes in megabytes. */
    public static String megabytes(long bytes) {
        return String.format(Locale.ROOT, bytes < 100_000 ? "%.3f MB" : "%,.1f MB", bytes / 1e6);
    }
}
