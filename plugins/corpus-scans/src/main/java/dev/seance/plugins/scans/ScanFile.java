// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scans;

import java.io.IOException;
import java.io.InputStream;

/**
 * A file with pages or with what is said of them, in a folder or an archive.
 *
 * @param name its path there, with {@code /} between the parts
 * @param bytes its size there, compressed or not
 * @param opening opens it, decompressed
 */
record ScanFile(String name, long bytes, Opening opening) {

    /** Opens a file. */
    interface Opening {

        /** The file's bytes, which the caller closes. */
        InputStream open() throws IOException;
    }

    InputStream open() throws IOException {
        return opening.open();
    }

    /** The folder it is in, or "". */
    String folder() {
        return folder(name);
    }

    static String folder(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf('/')));
    }

    /** The last part of its name. */
    String last() {
        return name.substring(name.lastIndexOf('/') + 1);
    }
}
