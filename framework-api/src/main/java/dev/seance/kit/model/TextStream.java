// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.model;

import dev.seance.api.tokenizer.Vocabulary;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes text of tokens as they are drawn, and hands on what is certain: whole characters, for a token may end in the
 * middle of one, and nothing that may turn out to be the beginning of a stop string. One thread.
 */
public final class TextStream {

    private static final String CUT_CHARACTER = "\uFFFD";

    private final Vocabulary vocabulary;
    private final List<String> stop;
    private final Consumer<String> onText;
    private final StringBuilder text = new StringBuilder();

    /** Whole characters that were not handed on yet. */
    private final StringBuilder held = new StringBuilder();

    /** Tokens whose characters are not whole yet. */
    private int[] pending = new int[8];

    private int pendingCount;
    private boolean leading;
    private boolean stopped;

    /**
     * @param stop strings that end the text and are no part of it
     * @param reply whether white space at its beginning is left out: a reply stands by itself, a continuation does not
     * @param onText receives the text piece by piece; no piece is empty
     */
    public TextStream(Vocabulary vocabulary, List<String> stop, boolean reply, Consumer<String> onText) {
        this.vocabulary = vocabulary;
        this.stop = List.copyOf(stop);
        this.leading = reply;
        this.onText = onText;
    }

    /**
     * Takes the next token.
     *
     * @return whether a stop string has come: then the text has ended, and later tokens are none of it
     */
    public boolean accept(int token) {
        if (stopped) {
            return true;
        }
        if (pendingCount == pending.length) {
            pending = Arrays.copyOf(pending, 2 * pendingCount);
        }
        pending[pendingCount++] = token;
        String decoded = vocabulary.decode(Arrays.copyOf(pending, pendingCount));
        if (!decoded.endsWith(CUT_CHARACTER)) {
            pendingCount = 0;
            append(decoded);
        }
        return stopped;
    }

    /** Ends the text and hands on what was held back. Nothing to do where a stop string has ended it. */
    public void finish() {
        if (!stopped) {
            append(vocabulary.decode(Arrays.copyOf(pending, pendingCount)));
            pendingCount = 0;
            hand(held.length());
        }
    }

    /** What was handed on, whole. */
    public String text() {
        return text.toString();
    }

    /** Whether a stop string has come. */
    public boolean stopped() {
        return stopped;
    }

    private void append(String decoded) {
        held.append(decoded);
        int end = firstStop();
        stopped = end >= 0;
        hand(stopped ? end : certain());
    }

    private void hand(int end) {
        String piece = held.substring(0, end);
        held.delete(0, end);
        if (leading) {
            piece = piece.stripLeading();
            leading = piece.isEmpty();
        }
        if (!piece.isEmpty()) {
            text.append(piece);
            onText.accept(piece);
        }
    }

    /** Where the first stop string begins; -1 for nowhere. */
    private int firstStop() {
        int first = -1;
        for (String string : stop) {
            int place = held.indexOf(string);
            if (place >= 0 && (first < 0 || place < first)) {
                first = place;
            }
        }
        return first;
    }

    /** How far the text goes that cannot become part of a stop string. */
    private int certain() {
        int certain = held.length();
        for (String string : stop) {
            for (int place = Math.max(0, held.length() - string.length() + 1); place < certain; place++) {
                if (string.startsWith(held.substring(place))) {
                    certain = place;
                }
            }
        }
        return certain;
    }
}
