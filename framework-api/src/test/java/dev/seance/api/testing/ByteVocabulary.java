// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.testing;

import dev.seance.api.tokenizer.Encoder;
import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.kit.tokens.PlainEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The smallest vocabulary that can spell everything: the specials, then the 256 bytes. */
public final class ByteVocabulary implements Vocabulary {

    private static final int FIRST = SpecialToken.values().length;

    @Override
    public int size() {
        return FIRST + 256;
    }

    @Override
    public int id(SpecialToken token) {
        return token.ordinal();
    }

    @Override
    public Map<String, Integer> specials() {
        Map<String, Integer> specials = new LinkedHashMap<>();
        for (SpecialToken token : SpecialToken.values()) {
            specials.put(token.spelling(), token.ordinal());
        }
        return specials;
    }

    @Override
    public int[] encode(CharSequence text) {
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        int[] ids = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            ids[i] = FIRST + Byte.toUnsignedInt(bytes[i]);
        }
        return ids;
    }

    @Override
    public Encoder encoder() {
        return new PlainEncoder(this);
    }

    @Override
    public String decode(int... ids) {
        byte[] bytes = new byte[3 * ids.length];
        int length = 0;
        for (int id : ids) {
            if (id < 0 || id >= size()) {
                for (byte one : "\uFFFD".getBytes(StandardCharsets.UTF_8)) {
                    bytes[length++] = one;
                }
            } else if (id >= FIRST) {
                bytes[length++] = (byte) (id - FIRST);
            }
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    @Override
    public byte[] bytes(int id) {
        return byteLength(id) == 0 ? new byte[0] : new byte[] {(byte) (id - FIRST)};
    }

    @Override
    public int byteLength(int id) {
        return Objects.checkIndex(id, size()) < FIRST ? 0 : 1;
    }

    @Override
    public void save(Path folder) throws IOException {
        Files.writeString(folder.resolve(FILE), "{}");
    }
}
