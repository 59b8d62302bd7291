// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.lint;

import dev.seance.api.run.UserError;
import dev.seance.api.tokenizer.Encoder;
import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.kit.tokens.PlainEncoder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A vocabulary of the tokens a test gives it; encodes by the longest token that fits. May be broken on purpose. */
class GreedyVocabulary implements Vocabulary {

    static final String MARKER = "<|endoftext|>";

    private final List<byte[]> tokens = new ArrayList<>();
    private final Map<Byte, List<Integer>> byFirstByte = new HashMap<>();

    /** The marker, the bytes but for those left out, and the tokens. */
    GreedyVocabulary(List<Integer> withoutBytes, String... more) {
        tokens.add(new byte[0]);
        IntStream.range(0, 256)
                .filter(value -> !withoutBytes.contains(value))
                .forEach(value -> tokens.add(new byte[] {(byte) value}));
        for (String token : more) {
            tokens.add(token.getBytes(StandardCharsets.UTF_8));
        }
        for (int id = 1; id < tokens.size(); id++) {
            byFirstByte
                    .computeIfAbsent(tokens.get(id)[0], first -> new ArrayList<>())
                    .add(id);
        }
    }

    static GreedyVocabulary of(String... tokens) {
        return new GreedyVocabulary(List.of(), tokens);
    }

    @Override
    public int size() {
        return tokens.size();
    }

    @Override
    public int id(SpecialToken token) {
        if (token == SpecialToken.DOCUMENT) {
            return 0;
        }
        throw new UserError("no " + token);
    }

    @Override
    public Map<String, Integer> specials() {
        return new LinkedHashMap<>(Map.of(MARKER, 0));
    }

    @Override
    public int[] encode(CharSequence text) {
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        IntStream.Builder ids = IntStream.builder();
        for (int at = 0; at < bytes.length; ) {
            int best = 0;
            for (int id : byFirstByte.getOrDefault(bytes[at], List.of())) {
                byte[] token = tokens.get(id);
                if (token.length > tokens.get(best).length
                        && at + token.length <= bytes.length
                        && Arrays.equals(bytes, at, at + token.length, token, 0, token.length)) {
                    best = id;
                }
            }
            if (best > 0) {
                ids.add(best);
            }
            at += Math.max(1, tokens.get(best).length);
        }
        return ids.build().toArray();
    }

    @Override
    public Encoder encoder() {
        return new PlainEncoder(this);
    }

    @Override
    public String decode(int... ids) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int id : ids) {
            bytes.writeBytes(id >= 0 && id < size() ? tokens.get(id) : "\uFFFD".getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] bytes(int id) {
        return tokens.get(id).clone();
    }

    @Override
    public int byteLength(int id) {
        return tokens.get(id).length;
    }

    @Override
    public void save(Path folder) {
        throw new IllegalStateException("nobody saves this");
    }
}
