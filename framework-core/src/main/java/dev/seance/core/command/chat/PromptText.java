// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.chat;

import dev.seance.api.run.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The text of a prompt, from the command line or the standard input. */
final class PromptText {

    /** What stands for the standard input. */
    static final String STANDARD_INPUT = "-";

    private static final int MAX_BYTES = 16 << 20;

    private PromptText() {}

    /**
     * The text that an argument means; the last line break of the standard input is no part of it.
     *
     * @throws UserError when what comes in is not UTF-8, or longer than any model reads
     */
    static String of(String argument) {
        if (!argument.equals(STANDARD_INPUT)) {
            return argument;
        }
        try {
            byte[] bytes = System.in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new UserError("the standard input has more than " + (MAX_BYTES >> 20)
                        + " MB, which no model reads at once; give a shorter text");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.replaceFirst("\\r?\\n\\z", "");
        } catch (CharacterCodingException e) {
            throw new UserError("the standard input is not UTF-8; convert it first, such as with iconv", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
