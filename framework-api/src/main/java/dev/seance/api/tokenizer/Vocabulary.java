// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.tokenizer;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Turns text into token ids and back. Ids run from 0 to {@code size() - 1}. Immutable and safe for use by several
 * threads.
 */
public interface Vocabulary {

    /** The file a saved vocabulary consists of, in the format of Hugging Face's library. */
    String FILE = "tokenizer.json";

    /** How many tokens there are, specials included. */
    int size();

    /** The id of a special token. */
    int id(SpecialToken token);

    /**
     * The tokens of a text; never a special one. Unpaired surrogates count as U+FFFD.
     *
     * <p>{@code decode(encode(text))} is {@code text} for every text without unpaired surrogates.
     */
    int[] encode(CharSequence text);

    /**
     * The text of tokens. Never fails on ids in range: bytes that are no UTF-8 become U+FFFD, specials become nothing.
     *
     * @throws IndexOutOfBoundsException when an id is not in 0..size-1
     */
    String decode(int... ids);

    /** The bytes one token stands for; empty for a special token. The caller may keep the array. */
    byte[] bytes(int id);

    /** How many bytes one token stands for; 0 for a special token. Allocates nothing: bits per byte needs it often. */
    int byteLength(int id);

    /**
     * Writes {@link #FILE} into a folder, atomically. {@link Tokenizer#load} of the tokenizer that made it reads it
     * back to an equal vocabulary.
     */
    void save(Path folder) throws IOException;
}
