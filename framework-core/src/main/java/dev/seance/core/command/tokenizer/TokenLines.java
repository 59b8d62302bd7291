// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.tokenizer;

import dev.seance.api.tokenizer.TokenBuffer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Prints token ids with blanks between them, a line a document; a book has half a million, so without strings. */
final class TokenLines implements TokenOutput {

    private final OutputStream out = new BufferedOutputStream(System.out, 1 << 16);
    private final byte[] digits = new byte[10];

    @Override
    public void document(String name, long bytes, TokenBuffer tokens) throws IOException {
        for (int i = 0; i < tokens.size(); i++) {
            if (i > 0) {
                out.write(' ');
            }
            print(tokens.get(i));
        }
        out.write('\n');
    }

    private void print(int id) throws IOException {
        int from = digits.length;
        int rest = id;
        do {
            digits[--from] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        out.write(digits, from, digits.length - from);
    }

    @Override
    public void finish() throws IOException {
        out.flush();
    }
}
