// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scenes;

import java.util.ArrayList;
import java.util.List;

/** Reads a line with {@code (choices|of|this)} and {@code {slots}}. */
final class PhraseParser {

    private final String line;
    private int at;

    private PhraseParser(String line) {
        this.line = line;
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException when brackets do not match
     */
    static Phrase parse(String line) {
        PhraseParser parser = new PhraseParser(line);
        Phrase phrase = parser.sequence();
        if (parser.at < line.length()) {
            throw new IllegalArgumentException("stray '" + line.charAt(parser.at) + "' in: " + line);
        }
        return phrase;
    }

    /** A line or an alternative of a choice; either may begin with its years. */
    private Phrase sequence() {
        if (at < line.length() && line.charAt(at) == '<') {
            return new Phrase.Dated(Years.parse(until('>')), sequence());
        }
        List<Phrase> phrases = new ArrayList<>();
        while (at < line.length() && line.charAt(at) != '|' && line.charAt(at) != ')') {
            phrases.add(
                    switch (line.charAt(at)) {
                        case '(' -> choice();
                        case '{' -> new Phrase.Slot(until('}'));
                        default -> words();
                    });
        }
        return phrases.size() == 1 ? phrases.get(0) : new Phrase.Sequence(phrases);
    }

    private Phrase choice() {
        List<Phrase> phrases = new ArrayList<>();
        do {
            at++;
            phrases.add(sequence());
        } while (at < line.length() && line.charAt(at) == '|');
        if (at >= line.length()) {
            throw new IllegalArgumentException("a '(' is never closed in: " + line);
        }
        at++;
        return new Phrase.Choice(phrases);
    }

    private String until(char closing) {
        int to = line.indexOf(closing, at);
        if (to < 0) {
            throw new IllegalArgumentException("a '" + line.charAt(at) + "' is never closed in: " + line);
        }
        String inside = line.substring(at + 1, to);
        at = to + 1;
        return inside;
    }

    private Phrase words() {
        int from = at;
        while (at < line.length() && "(|){".indexOf(line.charAt(at)) < 0) {
            at++;
        }
        return new Phrase.Words(line.substring(from, at));
    }
}
