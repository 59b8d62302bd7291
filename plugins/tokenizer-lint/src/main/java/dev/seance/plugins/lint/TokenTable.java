// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.lint;

import dev.seance.api.tokenizer.Vocabulary;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All tokens of a vocabulary, with what the checks ask of each again and again. A <em>word</em> here is a token of a
 * blank and two letters or more: how byte-level vocabularies keep words within a sentence.
 */
final class TokenTable {

    private final byte[][] bytes;
    private final Set<Integer> specials;
    private final Map<String, Integer> words = new HashMap<>();
    private final String[] wordOf;
    private final boolean[] goesOn;

    TokenTable(Vocabulary vocabulary) {
        bytes = new byte[vocabulary.size()][];
        wordOf = new String[bytes.length];
        goesOn = new boolean[bytes.length];
        specials = new HashSet<>(vocabulary.specials().values());
        for (int id = 0; id < bytes.length; id++) {
            bytes[id] = vocabulary.bytes(id);
            Optional<String> text = text(bytes[id]);
            goesOn[id] = bytes[id].length > 0
                    && text.map(known -> Character.isLetter(known.codePointAt(0)))
                            // Half a character: of what, nobody can tell; letters are likeliest.
                            .orElse(bytes[id][0] < 0 || Character.isLetter(bytes[id][0]));
            wordOf[id] = text.filter(known -> known.length() > 2
                            && known.charAt(0) == ' '
                            && known.codePoints().skip(1).allMatch(Character::isLetter))
                    .map(known -> known.substring(1))
                    .orElse("");
            if (!wordOf[id].isEmpty()) {
                words.putIfAbsent(wordOf[id], id);
            }
        }
    }

    private static Optional<String> text(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString())
                    .filter(text -> !text.isEmpty());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** Whether there is a line end in a token, and a letter too. */
    boolean breaksWord(int id) {
        String text = text(bytes[id]).orElse("");
        return text.chars().anyMatch(c -> c == '\n' || c == '\r')
                && text.codePoints().anyMatch(Character::isLetter);
    }

    int size() {
        return bytes.length;
    }

    /** The bytes; not to be changed. */
    byte[] bytes(int id) {
        return bytes[id];
    }

    boolean isSpecial(int id) {
        return specials.contains(id);
    }

    /** The word a token is, without its blank; "" when it is none. */
    String word(int id) {
        return wordOf[id];
    }

    /** The token of a word; -1 when it has none. */
    int idOf(String word) {
        return words.getOrDefault(word, -1);
    }

    /** Whether a token begins with a letter, so that it goes on with the word before it. */
    boolean goesOn(int id) {
        return goesOn[id];
    }

    /** A token for a report: in quotation marks, line ends and stray bytes spelt out. */
    String show(int id) {
        return show(bytes[id]);
    }

    static String show(byte[] token) {
        StringBuilder shown = new StringBuilder("\"");
        String text = text(token).orElse("");
        if (text.isEmpty()) {
            for (byte one : token) {
                shown.append(String.format("<%02X>", one));
            }
        }
        text.codePoints().forEach(point -> {
            switch (point) {
                case '\n' -> shown.append("\\n");
                case '\r' -> shown.append("\\r");
                case '\t' -> shown.append("\\t");
                default -> {
                    if (Character.isISOControl(point)) {
                        shown.append(String.format("<%02X>", point));
                    } else {
                        shown.appendCodePoint(point);
                    }
                }
            }
        });
        return shown.append('"').toString();
    }
}
