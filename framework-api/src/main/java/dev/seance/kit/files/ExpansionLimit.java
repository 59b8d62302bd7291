// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/**
 * Decompressed bytes that end in an error when there are far more of them than text gives: a file made to fill a memory or
 * a disk. Text shrinks to a third or a tenth, the most repetitive to a fiftieth.
 */
public final class ExpansionLimit extends FilterInputStream {

    /** How many times its compressed size data may have. */
    static final int RATIO = 200;

    /** Below this size nothing is refused: small files of one letter are a nuisance to nobody. */
    static final long HARMLESS = 64L << 20;

    private final long limit;
    private long count;

    /** @param compressed how many bytes the compressed data have */
    public ExpansionLimit(InputStream in, long compressed) {
        super(in);
        this.limit = Math.max(HARMLESS, compressed * RATIO);
    }

    @Override
    public int read() throws IOException {
        int value = in.read();
        counted(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int read = in.read(into, from, length);
        counted(Math.max(0, read));
        return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
        long skipped = in.skip(bytes);
        counted(skipped);
        return skipped;
    }

    private void counted(long bytes) throws IOException {
        count += bytes;
        if (count > limit) {
            throw new IOException(String.format(
                    Locale.ROOT, "decompresses to more than %d times its size, which no text does", RATIO));
        }
    }
}
