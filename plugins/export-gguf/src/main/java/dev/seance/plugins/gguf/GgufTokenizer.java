// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.gguf;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Encodes text by what a GGUF file says, as llama.cpp does: byte-level BPE in its plainest form. To check a file with; slow.
 */
final class GgufTokenizer {

    private final Map<String, Integer> tokens = new HashMap<>();
    private final Map<String, Integer> ranks = new HashMap<>();
    private final Pattern split;
    private final boolean wholeTokens;

    /** @param metadata of the file */
    GgufTokenizer(Map<String, Object> metadata) {
        List<?> spelt = (List<?>) metadata.get("tokenizer.ggml.tokens");
        List<?> types = (List<?>) metadata.get("tokenizer.ggml.token_type");
        for (int id = 0; id < spelt.size(); id++) {
            if (types.get(id).equals(1)) {
                tokens.put((String) spelt.get(id), id);
            }
        }
        for (Object merge : (List<?>) metadata.get("tokenizer.ggml.merges")) {
            ranks.put((String) merge, ranks.size());
        }
        String name = (String) metadata.get("tokenizer.ggml.pre");
        split = SplitNames.pattern(name);
        wholeTokens = name.equals("llama-bpe");
    }

    /** The ids of a text; special tokens that it spells are text. */
    int[] encode(String text) {
        List<Integer> ids = new ArrayList<>();
        for (Matcher piece = split.matcher(text); piece.find(); ) {
            String letters = letters(piece.group().getBytes(StandardCharsets.UTF_8));
            if (wholeTokens && tokens.containsKey(letters)) {
                ids.add(tokens.get(letters));
            } else {
                merged(letters).forEach(part -> ids.add(tokens.get(part)));
            }
        }
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Merges the pair of the least rank, the leftmost first, until none is left. */
    private List<String> merged(String letters) {
        List<String> parts = new ArrayList<>(List.of(letters.split("")));
        while (true) {
            int best = -1;
            int least = Integer.MAX_VALUE;
            for (int i = 0; i + 1 < parts.size(); i++) {
                int rank = ranks.getOrDefault(parts.get(i) + " " + parts.get(i + 1), Integer.MAX_VALUE);
                if (rank < least) {
                    least = rank;
                    best = i;
                }
            }
            if (best < 0) {
                return parts;
            }
            parts.set(best, parts.get(best) + parts.remove(best + 1));
        }
    }

    /** A letter for each byte, as GPT-2 chose them: itself where it prints, otherwise the next from 256 on. */
    static String letters(byte[] bytes) {
        StringBuilder letters = new StringBuilder();
        for (byte one : bytes) {
            int value = Byte.toUnsignedInt(one);
            if (prints(value)) {
                letters.append((char) value);
            } else {
                int before = 0;
                for (int other = 0; other < value; other++) {
                    before += prints(other) ? 0 : 1;
                }
                letters.append((char) (256 + before));
            }
        }
        return letters.toString();
    }

    private static boolean prints(int value) {
        return (value >= '!' && value <= '~') || (value >= 0xA1 && value <= 0xAC) || value >= 0xAE;
    }
}
