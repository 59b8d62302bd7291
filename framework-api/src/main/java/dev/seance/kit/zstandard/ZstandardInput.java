// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.zstandard;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/**
 * Decompresses a stream of Zstandard frames (RFC 8878) as it is read: all of the format but dictionaries, and windows of up
 * to 128 MB, which is what {@code zstd} reads unless told otherwise. Checksums are checked. One thread.
 */
public final class ZstandardInput extends InputStream {

    static final int MOST_BLOCK = 128 << 10;

    private static final int MAGIC = 0xFD2FB528;
    private static final int SKIPPABLE = 0x184D2A50;
    private static final long MOST_WINDOW = 128L << 20;

    private final InputStream in;
    private final byte[] block = new byte[MOST_BLOCK + BackwardBits.SLACK];
    private final Literals literals = new Literals();
    private Sequences sequences;
    private Window window;
    private Xxh64 digest;
    private long contentSize;
    private boolean lastBlock = true;
    private boolean ended;
    private boolean begun;

    /**
     * Begins to decompress; the stream is read as this one is, and closed with it.
     *
     * @param in the compressed bytes; worth buffering
     */
    public ZstandardInput(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (window == null || window.available() == 0) {
            if (ended || lastBlock && !readHeader()) {
                ended = true;
                return -1;
            }
            readBlock();
        }
        return window.take(into, from, length);
    }

    @Override
    public int available() {
        return window == null ? 0 : window.available();
    }

    /** Reads the header of the next frame; false at the end of the stream. */
    private boolean readHeader() throws IOException {
        while (true) {
            int first = in.read();
            if (first < 0 && begun) {
                return false;
            }
            long magic = first < 0 ? -1 : first | number(3) << 8;
            begun = true;
            if ((magic & ~0xFL) == SKIPPABLE) {
                in.skipNBytes(number(4));
            } else if ((int) magic == MAGIC) {
                break;
            } else {
                throw new IOException("not in Zstandard format");
            }
        }
        int descriptor = (int) number(1);
        boolean single = (descriptor >> 5 & 1) == 1;
        long windowSize = 0;
        if (!single) {
            int exponentAndMantissa = (int) number(1);
            long base = 1L << 10 + (exponentAndMantissa >> 3);
            windowSize = base + base / 8 * (exponentAndMantissa & 7);
        }
        int dictionary = (descriptor & 3) == 3 ? 4 : descriptor & 3;
        if (number(dictionary) != 0) {
            throw new IOException("compressed with a dictionary; compress it again without one");
        }
        int flag = descriptor >> 6;
        int sizeBytes = flag == 0 ? single ? 1 : 0 : 1 << flag;
        contentSize = sizeBytes == 0 ? -1 : number(sizeBytes) + (sizeBytes == 2 ? 256 : 0);
        windowSize = single ? contentSize : windowSize;
        if (windowSize < 0 || windowSize > MOST_WINDOW) {
            throw new IOException(String.format(
                    Locale.ROOT,
                    "compressed with a window of %,d bytes, of which %,d are read; compress it again without --long",
                    windowSize,
                    MOST_WINDOW));
        }
        window = new Window((int) windowSize);
        sequences = new Sequences();
        digest = (descriptor >> 2 & 1) == 1 ? new Xxh64() : null;
        literals.forget();
        lastBlock = false;
        return true;
    }

    private void readBlock() throws IOException {
        int header = (int) number(3);
        lastBlock = (header & 1) == 1;
        int size = header >> 3;
        if (size > MOST_BLOCK) {
            throw new IOException("damaged Zstandard data: a block of " + size + " bytes");
        }
        window.prepare();
        long before = window.written();
        switch (header >> 1 & 3) {
            case 0 -> {
                fill(size);
                window.append(block, 0, size);
            }
            case 1 -> window.fill((int) number(1), size);
            case 2 -> {
                fill(size);
                decompress(size);
            }
            default -> throw new IOException("damaged Zstandard data: an unknown kind of block");
        }
        if (digest != null) {
            window.digest(digest, before);
        }
        if (lastBlock) {
            endFrame();
        }
    }

    private void decompress(int size) throws IOException {
        try {
            int at = literals.read(block, size);
            sequences.run(block, at, size, literals, window);
        } catch (IndexOutOfBoundsException e) {
            // Damaged data lead anywhere; that they lead out of an array is as good a check as any.
            throw new IOException("damaged Zstandard data: a block that leads out of itself", e);
        }
    }

    private void endFrame() throws IOException {
        if (contentSize >= 0 && contentSize != window.written()) {
            throw new IOException("damaged Zstandard data: its size is not what it says");
        }
        if (digest != null && number(4) != (digest.value() & 0xFFFFFFFFL)) {
            throw new IOException("damaged Zstandard data: its checksum is wrong");
        }
    }

    private void fill(int size) throws IOException {
        if (in.readNBytes(block, 0, size) < size) {
            throw cutShort();
        }
    }

    /** A number of so many bytes, the lowest first. */
    private long number(int bytes) throws IOException {
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            int next = in.read();
            if (next < 0) {
                throw cutShort();
            }
            number |= (long) next << 8 * i;
        }
        return number;
    }

    private static EOFException cutShort() {
        return new EOFException("the Zstandard data end before their time");
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
