// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.tokens;

import dev.seance.api.tokenizer.Encoder;
import dev.seance.api.tokenizer.TokenBuffer;
import dev.seance.api.tokenizer.Vocabulary;
import java.nio.charset.StandardCharsets;

/** The encoder of a vocabulary that has none of its own: right, and as fast as {@link Vocabulary#encode}. */
public record PlainEncoder(Vocabulary vocabulary) implements Encoder {

    @Override
    public void encode(byte[] utf8, int from, int to, TokenBuffer tokens) {
        encode(new String(utf8, from, to - from, StandardCharsets.UTF_8), tokens);
    }

    @Override
    public void encode(CharSequence text, TokenBuffer tokens) {
        for (int id : vocabulary.encode(text)) {
            tokens.add(id);
        }
    }
}
