// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.files;

import dev.seance.kit.zstandard.ZstandardInput;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** How a file is compressed, as the end of its name says, in any case. */
public enum Compression {
    NONE(""),
    GZIP(".gz"),
    ZSTANDARD(".zst");

    private static final int BUFFER = 1 << 16;

    private final String suffix;

    Compression(String suffix) {
        this.suffix = suffix;
    }

    /** What names of such files end in, with the point; "" for {@link #NONE}. */
    public String suffix() {
        return suffix;
    }

    /** How the file of that name is compressed. */
    public static Compression of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (Compression compression : values()) {
            if (compression != NONE && lower.endsWith(compression.suffix)) {
                return compression;
            }
        }
        return NONE;
    }

    /** The name without what it says of compression. */
    public static String uncompressed(String name) {
        return name.substring(0, name.length() - of(name).suffix.length());
    }

    /**
     * The decompressed bytes of a stream, which fail after more than {@link ExpansionLimit} allows for. The caller closes
     * the result, and with it the stream, which is closed too when this fails.
     *
     * @param bytes how many bytes the stream has, for the limit
     * @throws IOException (from here or from the result) also when the stream is not so compressed, or damaged
     */
    public InputStream open(InputStream in, long bytes) throws IOException {
        try {
            return switch (this) {
                case NONE -> in;
                case GZIP ->
                    new ExpansionLimit(new GZIPInputStream(new BufferedInputStream(in, BUFFER), BUFFER), bytes);
                case ZSTANDARD -> new ExpansionLimit(new ZstandardInput(new BufferedInputStream(in, BUFFER)), bytes);
            };
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }
}
