// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.tokens;

import dev.seance.api.corpus.TextReader;
import dev.seance.api.tokenizer.Encoder;
import dev.seance.api.tokenizer.TokenBuffer;
import dev.seance.api.tokenizer.Vocabulary;
import java.io.IOException;
import java.util.Arrays;

/**
 * Encodes documents of any length a stretch at a time, in memory that does not grow with them, as long as the
 * vocabulary finds places to cut them. Not thread-safe.
 */
final class ChunkedEncoder {

    /** Takes the tokens of a stretch, which are replaced afterwards. */
    interface Sink {
        void write(TokenBuffer tokens) throws IOException;
    }

    /** Bytes read before a place to cut is looked for. */
    private static final int STRETCH = 1 << 20;

    private static final int LARGEST = Integer.MAX_VALUE - 8;
    /** Encoders read a little beyond a text's end where they may. */
    private static final int SPARE = 64;

    private final Encoder encoder;
    private final TokenBuffer tokens;
    private final int stretch;
    private byte[] text;

    ChunkedEncoder(Vocabulary vocabulary) {
        this(vocabulary.encoder(), TokenBuffer.forVocabulary(vocabulary.size()), STRETCH);
    }

    ChunkedEncoder(Encoder encoder, TokenBuffer tokens, int stretch) {
        this.encoder = encoder;
        this.tokens = tokens;
        this.stretch = stretch;
        this.text = new byte[stretch + SPARE];
    }

    /** Encodes what is left of the reader's present document. */
    void encode(TextReader reader, Sink sink) throws IOException {
        int length = 0;
        while (true) {
            int read = reader.read(text, length, text.length - SPARE - length);
            length += Math.max(read, 0);
            if (read < 0) {
                encode(length, sink);
                return;
            }
            if (length < text.length - SPARE) {
                continue;
            }
            int cut = encoder.lastCut(text, 0, length);
            if (cut > 0) {
                encode(cut, sink);
                length -= cut;
                System.arraycopy(text, cut, text, 0, length);
            } else {
                grow(reader);
            }
        }
    }

    private void encode(int length, Sink sink) throws IOException {
        tokens.clear();
        encoder.encode(text, 0, length, tokens);
        sink.write(tokens);
    }

    private void grow(TextReader reader) throws IOException {
        if (text.length == LARGEST) {
            throw new IOException("document '" + reader.document() + "' has " + (LARGEST - SPARE)
                    + " bytes without a place where this vocabulary's split pattern can cut it; cut it into several"
                    + " documents");
        }
        text = Arrays.copyOf(text, (int) Math.min(2L * text.length, LARGEST));
    }

    /** Whether an unusual document made it allocate more than is worth keeping. */
    boolean isLarge() {
        return text.length > 16 * stretch;
    }
}
