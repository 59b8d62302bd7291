// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.training;

import dev.seance.plugins.bpe.unicode.Utf8Text;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;

/**
 * Keeps the counts of a text in the step's workspace, so that a training which is stopped or killed while it learns does
 * not read the text again. Written beside and moved into place; read only if it is whole and of the same text and
 * options.
 *
 * <p>The file: its name and version, what was counted, how many distinct pieces, how many pieces and bytes in all and
 * what was left out of them; each piece's length, bytes and count; the CRC-32 of all that.
 *
 * @param file where they are saved
 * @param source what was counted, in words that differ when anything about it does
 */
public record CountedPieces(Path file, String source) {

    private static final String FORMAT = "seance-pieces 1";
    private static final int BUFFER = 1 << 16;

    /** Keeps counts. */
    public void write(PieceTotals pieces) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
        CRC32 sum = new CRC32();
        try (DataOutputStream out = new DataOutputStream(
                new BufferedOutputStream(new CheckedOutputStream(Files.newOutputStream(unfinished), sum), BUFFER))) {
            out.writeUTF(FORMAT);
            out.writeUTF(source);
            out.writeLong(pieces.distinct());
            out.writeLong(pieces.total());
            out.writeLong(pieces.bytes());
            out.writeLong(pieces.leftOut().minCount());
            out.writeLong(pieces.leftOut().pieces());
            out.writeLong(pieces.leftOut().bytes());
            pieces.forEach((piece, length, count) -> {
                try {
                    out.writeInt(length);
                    out.write(piece, 0, length);
                    out.writeLong(count);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            out.flush();
            out.writeLong(sum.getValue());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The counts that were saved, if there are any that can be used. */
    public Optional<PieceTotals> read() {
        try {
            if (!Files.exists(file) || !isWhole()) {
                return Optional.empty();
            }
            try (DataInputStream in =
                    new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
                boolean same = in.readUTF().equals(FORMAT) && in.readUTF().equals(source);
                return same ? Optional.of(read(in)) : Optional.empty();
            }
        } catch (IOException e) {
            // Unreadable: counting again is always right.
            return Optional.empty();
        }
    }

    private boolean isWhole() throws IOException {
        CRC32 sum = new CRC32();
        long length = Files.size(file) - Long.BYTES;
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
            byte[] buffer = new byte[BUFFER];
            for (long left = length; left > 0; ) {
                int count = in.read(buffer, 0, (int) Math.min(left, BUFFER));
                if (count < 0) {
                    return false;
                }
                sum.update(buffer, 0, count);
                left -= count;
            }
            return length > 0 && in.readLong() == sum.getValue();
        }
    }

    private static PieceTotals read(DataInputStream in) throws IOException {
        PieceTotals pieces = new PieceTotals();
        long distinct = in.readLong();
        pieces.reserve(distinct);
        pieces.addText(in.readLong(), in.readLong());
        pieces.leftOut(new PieceTotals.LeftOut(in.readLong(), in.readLong(), in.readLong()));
        byte[] piece = new byte[256];
        for (long i = 0; i < distinct; i++) {
            int length = in.readInt();
            if (length > piece.length - Utf8Text.SPARE) {
                piece = new byte[length + Utf8Text.SPARE];
            }
            in.readFully(piece, 0, length);
            pieces.add(piece, 0, length, in.readLong());
        }
        return pieces;
    }
}
