// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.chat;

import java.io.PrintStream;

/** For people: replies as they come, everything else in brackets. */
final class TextOutput implements ChatOutput {

    private final PrintStream out;

    TextOutput(PrintStream out) {
        this.out = out;
    }

    @Override
    public void prompt(String text) {
        out.print(text);
        out.flush();
    }

    @Override
    public void piece(String text) {
        out.print(text);
        out.flush();
    }

    @Override
    public void reply(Reply reply) {
        out.println();
        if (reply.finish() == Reply.Finish.INTERRUPTED) {
            aside("stopped");
        }
    }

    @Override
    public void aside(String text) {
        out.println("(" + text + ")");
    }

    @Override
    public void lines(String text) {
        out.println(text);
    }

    @Override
    public void refused(String reason) {
        aside(reason);
    }
}
