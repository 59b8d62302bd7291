// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log which files are not UTF-8: the first few by name. Safe for use by several threads. */
final class EncodingNotes {

    /** How many files the log names. */
    private static final int NOTES = 10;

    private static final Logger log = LoggerFactory.getLogger(EncodingNotes.class);

    private final AtomicInteger count = new AtomicInteger();

    /** The encoding's name in lower case, noted; "" for the usual one. */
    String note(String file, Charset encoding) {
        if (encoding.equals(StandardCharsets.UTF_8)) {
            return "";
        }
        String name = encoding.name().toLowerCase(Locale.ROOT);
        int files = count.incrementAndGet();
        if (files <= NOTES) {
            log.info(
                    "{} is read as {}, for it is not UTF-8{}",
                    file,
                    name,
                    files == NOTES ? " (further files are noted in their documents' attribute 'encoding' only)" : "");
        }
        return name;
    }
}
