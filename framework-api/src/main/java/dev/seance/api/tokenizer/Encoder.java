// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.tokenizer;

/**
 * Encodes text after text into a {@link TokenBuffer}, with memory that it uses again: for corpora, where {@link
 * Vocabulary#encode} would allocate an array a document. Gives the ids that {@link Vocabulary#encode} gives. Not
 * thread-safe: one a thread; needs no closing.
 */
public interface Encoder {

    /**
     * Appends the tokens of a text; never a special one.
     *
     * @param utf8 well-formed UTF-8
     * @param from where the text begins
     * @param to where it ends
     * @param tokens a buffer as wide as the vocabulary needs
     */
    void encode(byte[] utf8, int from, int to, TokenBuffer tokens);

    /** Appends the tokens of a text; never a special one. Unpaired surrogates count as U+FFFD. */
    void encode(CharSequence text, TokenBuffer tokens);

    /**
     * Finds a place to cut a long text: encoding one side and then the other gives the tokens of the whole, whatever
     * comes before and after.
     *
     * @param utf8 well-formed UTF-8
     * @return the last such place after {@code from} and before {@code to}; -1 when there is none, or when the vocabulary
     *     cannot say
     */
    default int lastCut(byte[] utf8, int from, int to) {
        return -1;
    }
}
