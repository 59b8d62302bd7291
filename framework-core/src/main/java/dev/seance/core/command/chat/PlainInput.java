// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.chat;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/** Lines of a pipe, a file, or a terminal that can do no more than show lines. */
final class PlainInput implements ChatInput {

    private final BufferedReader in;
    private final Consumer<String> prompt;

    /**
     * @param in closed with this
     * @param prompt shows what stands before a line
     */
    PlainInput(BufferedReader in, Consumer<String> prompt) {
        this.in = in;
        this.prompt = prompt;
    }

    @Override
    public Optional<String> next() throws IOException {
        prompt.accept("> ");
        String line = in.readLine();
        if (line == null) {
            return Optional.empty();
        }
        StringBuilder message = new StringBuilder(line);
        while (ChatInput.continues(message.toString())) {
            message.setLength(message.length() - 1);
            prompt.accept(". ");
            String more = in.readLine();
            if (more == null) {
                break;
            }
            message.append('\n').append(more);
        }
        return Optional.of(message.toString());
    }

    /** Nobody sits at it: Ctrl-C ends the program, as it ends any in a pipe. */
    @Override
    public boolean interrupted() {
        return false;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
