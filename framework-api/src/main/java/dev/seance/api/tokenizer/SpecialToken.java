// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.tokenizer;

/**
 * The tokens that mark structure, by purpose. No text can produce them: {@link Vocabulary#encode} never returns their
 * ids, not even for a text that spells them.
 */
public enum SpecialToken {
    /** Begins every document, and ends every turn of a dialogue. */
    DOCUMENT("<|endoftext|>"),
    /** Fills rows up; never a target. */
    PAD("<|pad|>"),
    /** Begins what the person says. */
    USER("<|user|>"),
    /** Begins what the model says. */
    ASSISTANT("<|assistant|>");

    private final String spelling;

    SpecialToken(String spelling) {
        this.spelling = spelling;
    }

    /** How files and pictures of a vocabulary write it, unless the vocabulary's options or maker chose otherwise. */
    public String spelling() {
        return spelling;
    }
}
