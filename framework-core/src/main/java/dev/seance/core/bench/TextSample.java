// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.bench;

import dev.seance.api.corpus.Corpus;
import dev.seance.api.corpus.Subset;
import dev.seance.api.corpus.TextReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The beginning of a corpus in memory, as an encoder meets it: pieces of about a megabyte, each of whole lines, so that
 * several threads can share them out, and the lines by themselves, as somebody might type them.
 */
public final class TextSample {

    /** Small enough to share out, and large against what a call costs. */
    private static final int PIECE = 1 << 20;

    /** A line that somebody types: from a few words to a few sentences. */
    private static final int SHORTEST_LINE = 20;

    private static final int LONGEST_LINE = 250;
    private static final int MAX_LINES = 2000;

    private final List<byte[]> pieces = new ArrayList<>();
    private long bytes;

    private TextSample() {}

    /** Reads the training part of a corpus, up to that many bytes. */
    public static TextSample read(Corpus corpus, long mostBytes) throws IOException {
        TextSample sample = new TextSample();
        for (int shard = 0; shard < corpus.shards(Subset.TRAIN); shard++) {
            try (TextReader reader = corpus.readText(Subset.TRAIN, shard)) {
                while (reader.next()) {
                    if (!sample.add(reader, mostBytes)) {
                        return sample;
                    }
                }
            }
        }
        return sample;
    }

    /** Whether there is room for more. */
    private boolean add(TextReader reader, long mostBytes) throws IOException {
        byte[] buffer = new byte[PIECE];
        int filled = 0;
        for (int read = reader.read(buffer, 0, buffer.length); read >= 0; ) {
            filled += read;
            if (filled == buffer.length) {
                int end = lastLineEnd(buffer, filled);
                if (end == 0) {
                    buffer = Arrays.copyOf(buffer, 2 * buffer.length); // a line longer than a piece
                } else {
                    keep(Arrays.copyOf(buffer, end));
                    System.arraycopy(buffer, end, buffer, 0, filled - end);
                    filled -= end;
                    if (bytes >= mostBytes) {
                        return false;
                    }
                }
            }
            read = reader.read(buffer, filled, buffer.length - filled);
        }
        keep(Arrays.copyOf(buffer, filled));
        return bytes < mostBytes;
    }

    private static int lastLineEnd(byte[] buffer, int filled) {
        int end = filled;
        while (end > 0 && buffer[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    private void keep(byte[] piece) {
        if (piece.length > 0) {
            pieces.add(piece);
            bytes += piece.length;
        }
    }

    /** The pieces, each well-formed UTF-8. */
    public List<byte[]> pieces() {
        return List.copyOf(pieces);
    }

    /** How long all pieces are together. */
    public long bytes() {
        return bytes;
    }

    /** Lines as somebody might type them, from all over the text. */
    public List<String> lines() {
        List<String> all = pieces.stream()
                .flatMap(piece -> new String(piece, StandardCharsets.UTF_8).lines())
                .map(String::strip)
                .filter(line -> line.length() >= SHORTEST_LINE && line.length() <= LONGEST_LINE)
                .toList();
        int stride = Math.max(1, all.size() / MAX_LINES);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < all.size() && lines.size() < MAX_LINES; i += stride) {
            lines.add(all.get(i));
        }
        return lines;
    }
}
