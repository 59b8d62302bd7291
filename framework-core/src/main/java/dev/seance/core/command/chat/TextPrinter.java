// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.chat;

import dev.seance.api.tokenizer.Vocabulary;
import java.util.Arrays;
import java.util.function.Consumer;

/** Hands on text as soon as its characters are whole: a token may end in the middle of one. One thread. */
final class TextPrinter {

    private final Vocabulary vocabulary;
    private final boolean reply;
    private final Consumer<String> onText;
    private int[] tokens = new int[64];
    private int count;
    private int printed;

    /** @param reply whether white space at its beginning is left out: a reply stands by itself, a continuation does not */
    TextPrinter(Vocabulary vocabulary, boolean reply, Consumer<String> onText) {
        this.vocabulary = vocabulary;
        this.reply = reply;
        this.onText = onText;
    }

    void accept(int token) {
        if (count == tokens.length) {
            tokens = Arrays.copyOf(tokens, 2 * count);
        }
        tokens[count++] = token;
        String text = text();
        if (!text.endsWith("\uFFFD")) {
            print(text);
        }
    }

    void finish() {
        print(text());
    }

    private String text() {
        String text = vocabulary.decode(Arrays.copyOf(tokens, count));
        return reply ? text.stripLeading() : text;
    }

    private void print(String text) {
        onText.accept(text.substring(Math.min(printed, text.length())));
        printed = text.length();
    }
}
