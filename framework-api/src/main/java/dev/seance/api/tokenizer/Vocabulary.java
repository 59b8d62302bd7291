// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.tokenizer;

import dev.seance.api.run.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Turns text into token ids and back. Ids run from 0 to {@code size() - 1}. Immutable and safe for use by several
 * threads.
 */
public interface Vocabulary {

    /** The file that a saved vocabulary is loaded from, in the format of Hugging Face's library. */
    String FILE = "tokenizer.json";

    /** How many tokens there are, specials included. */
    int size();

    /**
     * The id of a special token.
     *
     * @throws dev.seance.api.run.UserError when the vocabulary, made elsewhere, has none for that purpose
     */
    int id(SpecialToken token);

    /** The id of a special token; empty when the vocabulary, made elsewhere, has none for that purpose. */
    default OptionalInt find(SpecialToken token) {
        try {
            return OptionalInt.of(id(token));
        } catch (UserError e) {
            return OptionalInt.empty();
        }
    }

    /**
     * The token that rows are filled up with, which is never a target: that for padding, or, where a vocabulary that was
     * made elsewhere has none, the one that begins a document.
     */
    default int padding() {
        return find(SpecialToken.PAD).orElseGet(() -> id(SpecialToken.DOCUMENT));
    }

    /** All special tokens, spelling to id, by ascending id; more than {@link SpecialToken} names where asked for. */
    Map<String, Integer> specials();

    /**
     * The tokens of a text; never a special one. Unpaired surrogates count as U+FFFD.
     *
     * <p>{@code decode(encode(text))} is {@code text} for every text without unpaired surrogates.
     */
    int[] encode(CharSequence text);

    /** Encodes for one thread, into buffers that are used again. */
    Encoder encoder();

    /**
     * The text of tokens. Never fails: bytes that are no UTF-8 become U+FFFD, and so does an id that is not in
     * 0..size-1; specials become nothing.
     */
    String decode(int... ids);

    /**
     * The bytes one token stands for; empty for a special token. The caller may keep the array.
     *
     * @throws IndexOutOfBoundsException when the id is not in 0..size-1
     */
    byte[] bytes(int id);

    /**
     * How many bytes one token stands for; 0 for a special token. Allocates nothing: bits per byte needs it often.
     *
     * @throws IndexOutOfBoundsException when the id is not in 0..size-1
     */
    int byteLength(int id);

    /**
     * Writes {@link #FILE}, and whatever files other programs want beside it, into a folder, each atomically and {@link
     * #FILE} last. {@link Tokenizer#load} of the tokenizer that made it reads it back to an equal vocabulary.
     */
    void save(Path folder) throws IOException;
}
