// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scans;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;

/** A kind of file that holds pages. Safe for use by several threads. */
interface PageFormat {

    /** The name of the source that reads it, which documents name as their collection. */
    String name();

    /** What it is called in messages. */
    String title();

    /** What the names of its files end in, in lower case, before what says how they are compressed. */
    Set<String> suffixes();

    /**
     * Whether a file is of this kind, by its beginning. One that is damaged is, so that reading it says what is wrong.
     *
     * @throws IOException when the file cannot be read
     */
    boolean accepts(InputStream file) throws IOException;

    /**
     * Reads a file's pages, most often one. The caller closes the stream.
     *
     * @param limit how many characters of text there is memory for
     * @throws BadPage when the file is not what it claims to be
     * @throws IOException when it cannot be read
     */
    List<ScanPage> read(InputStream file, long limit) throws IOException, BadPage;
}
