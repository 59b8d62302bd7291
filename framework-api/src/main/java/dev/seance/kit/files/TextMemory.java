// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.files;

import dev.seance.api.run.UserError;
import java.util.Locale;
import java.util.concurrent.Semaphore;

/**
 * Sees to it that the texts that are in memory at once fit into it: a document is one string, and several threads hold
 * one each. Small texts pass freely; large ones wait for each other; one that does not fit at all is refused before it is
 * read. Safe for use by several threads.
 */
public final class TextMemory {

    /**
     * How many bytes of memory a byte of text takes on its way from the file through filters to the compressed corpus. A
     * text with a character beyond Latin-1, such as a curly quotation mark, takes two a character; a filter that rewrites
     * it holds it twice and the builder of the new one besides, which makes seven; the rest is for what the collector
     * cannot use of its regions. Measured: 59 MB of such text through unwrap and exact-duplicates run in 520 MB and not
     * in 475.
     */
    static final int BYTES_PER_BYTE = 10;

    /** Strings hold no more characters than this beyond Latin-1. */
    private static final long MAX_TEXT = (1 << 30) - 64;

    /** A text of less than this share of what fits is not counted. */
    private static final int SMALL = 64;

    private static final int KIB = 1 << 10;

    private final long heap;
    private final long limit;
    private final Semaphore kibibytes;

    /** The memory of this process. */
    public TextMemory() {
        this(Runtime.getRuntime().maxMemory());
    }

    /** @param heap how many bytes of memory there are */
    public TextMemory(long heap) {
        this.heap = heap;
        this.limit = Math.min(MAX_TEXT, heap / BYTES_PER_BYTE);
        this.kibibytes = new Semaphore((int) Math.max(1, limit / KIB), true);
    }

    /** The longest text that fits, in bytes. */
    public long limit() {
        return limit;
    }

    /**
     * Refuses a text that does not fit.
     *
     * @param what the text, as messages call it
     * @param bytes its size; what is known of it so far will do
     * @throws UserError saying how much memory it takes and how to give it
     */
    public void check(String what, long bytes) {
        if (bytes <= limit) {
            return;
        }
        String split = "split it into several files, such as one a work";
        if (bytes > MAX_TEXT) {
            throw new UserError(String.format(
                    Locale.ROOT,
                    "%s has %,d bytes of text or more, and one document can have %,d; %s",
                    what,
                    bytes,
                    MAX_TEXT,
                    split));
        }
        long wanted = (bytes * BYTES_PER_BYTE >> 20) + 1;
        throw new UserError(String.format(
                Locale.ROOT,
                "%s has %,d bytes of text or more, which take about %,d MB of memory, and Java may use %,d MB: set"
                        + " SEANCE_JAVA_OPTS=-Xmx%dm and run the command again, or %s",
                what,
                bytes,
                wanted,
                heap >> 20,
                wanted + wanted / 4,
                split));
    }

    /** Room for one text; to be closed when the text is not needed any more. */
    public interface Room extends AutoCloseable {

        @Override
        void close();
    }

    /**
     * Waits until there is room for a text.
     *
     * @param bytes its size; {@link #check} let it pass
     */
    public Room take(long bytes) {
        if (bytes < limit / SMALL) {
            return () -> {};
        }
        int permits = (int) Math.max(1, Math.min(limit, bytes) / KIB);
        kibibytes.acquireUninterruptibly(permits);
        return () -> kibibytes.release(permits);
    }
}
