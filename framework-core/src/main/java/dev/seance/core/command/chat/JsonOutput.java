// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.chat;

import dev.seance.core.store.Json;
import java.io.PrintStream;

/** For programs: an object a line for each message, of its reply or of why there is none. The rest goes to the error output. */
final class JsonOutput implements ChatOutput {

    private final PrintStream out;
    private final PrintStream err;

    JsonOutput(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public void prompt(String text) {
        // A program does not wait for it.
    }

    @Override
    public void piece(String text) {
        // It is in the whole reply.
    }

    @Override
    public void reply(Reply reply) {
        out.println(Json.line(reply.json()));
    }

    @Override
    public void aside(String text) {
        err.println("(" + text + ")");
    }

    @Override
    public void lines(String text) {
        err.println(text);
    }

    @Override
    public void refused(String reason) {
        out.println(Json.line(Json.mapper().createObjectNode().put("error", reason)));
    }
}
