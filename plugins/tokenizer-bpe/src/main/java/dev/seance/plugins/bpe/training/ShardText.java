// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.training;

import dev.seance.api.corpus.TextReader;
import dev.seance.api.run.UserError;
import dev.seance.plugins.bpe.split.PieceScanner;
import java.io.Closeable;
import java.io.IOException;
import java.util.Locale;

/**
 * The text of one shard in blocks. A document that goes on beyond a block is cut where the split pattern is known to cut
 * it anyway; what follows the cut is carried to the next block. Used by one thread at a time.
 */
final class ShardText implements Closeable {

    private final TextReader reader;
    private final PieceScanner scanner;
    private final int overlap;
    private byte[] carry = {};
    private int carried;
    private boolean inDocument;

    /**
     * @param reader will be closed
     * @param overlap how many bytes a cut must be before the end of what was read, so that anything up to that long
     *     which lies on a cut is wholly in the block before or in the block after
     */
    ShardText(TextReader reader, PieceScanner scanner, int overlap) {
        this.reader = reader;
        this.scanner = scanner;
        this.overlap = overlap;
    }

    /**
     * Reads the next block.
     *
     * @return whether there is more after it
     */
    boolean fill(TextBlock block) throws IOException {
        block.clear();
        if (inDocument) {
            block.begin(reader.document());
            while (block.room() < carried) {
                grow(block);
            }
            System.arraycopy(carry, 0, block.bytes(), block.length(), carried);
            block.advance(carried);
        }
        int searched = 0;
        while (true) {
            if (block.room() == 0) {
                if (!inDocument || cut(block, searched)) {
                    return true;
                }
                searched = block.length() - overlap;
                grow(block);
            }
            if (!inDocument) {
                if (!reader.next()) {
                    return false;
                }
                inDocument = true;
                block.begin(reader.document());
            }
            int count = reader.read(block.bytes(), block.length(), block.room());
            if (count < 0) {
                inDocument = false;
                block.endAt(block.length());
            } else {
                block.advance(count);
            }
        }
    }

    /** Ends the block within the document it has the beginning of, if that is possible. */
    private boolean cut(TextBlock block, int searched) {
        int last = block.stretches() - 1;
        int start = block.start(last);
        int end = block.length() - overlap;
        int cut = start < end ? scanner.lastCut(block.bytes(), Math.max(start, searched), end) : -1;
        if (cut > start) {
            block.endAt(cut);
        } else if (last > 0) {
            cut = start;
            block.forget();
        } else {
            return false;
        }
        carried = block.length() - cut;
        if (carry.length < carried) {
            carry = new byte[carried];
        }
        System.arraycopy(block.bytes(), cut, carry, 0, carried);
        return true;
    }

    private void grow(TextBlock block) {
        if (!block.grow()) {
            throw new UserError(String.format(
                    Locale.ROOT,
                    "document '%s' has no place in its next %,d bytes where it can be cut for reading, such as a letter"
                            + " followed by a space; divide it into several documents",
                    reader.document(),
                    block.length()));
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
