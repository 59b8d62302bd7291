// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.tokenizer;

import dev.seance.api.tokenizer.TokenBuffer;
import java.io.IOException;

/** How tokens are printed. */
interface TokenOutput {

    /**
     * Prints one document.
     *
     * @param name what to call it
     * @param bytes its length in bytes
     * @param tokens its tokens
     */
    void document(String name, long bytes, TokenBuffer tokens) throws IOException;

    /** Prints what is left, when all went well. */
    void finish() throws IOException;
}
