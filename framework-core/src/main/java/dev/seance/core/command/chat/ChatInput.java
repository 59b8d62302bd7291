// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.chat;

import java.io.IOException;
import java.util.Optional;

/**
 * Where the messages of a conversation come from. A message may have several lines: one that ends in a backslash goes on in
 * the next. One thread; whoever made it closes it.
 */
interface ChatInput extends AutoCloseable {

    /** The next message, or a line that begins with a slash; empty at the end. */
    Optional<String> next() throws IOException;

    /**
     * Whether somebody pressed Ctrl-C since the last message was read: the reply to it is to end, and not the program. Any
     * thread.
     */
    boolean interrupted();

    @Override
    void close() throws IOException;

    /** Whether a text goes on in the next line: it ends in an odd number of backslashes. */
    static boolean continues(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '\\') {
            end--;
        }
        return (text.length() - end) % 2 == 1;
    }
}
