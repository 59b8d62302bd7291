// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.chat;

import dev.seance.core.run.OsSignal;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Whether somebody pressed Ctrl-C while a reply was written: then the reply ends, and not the program. */
final class ReplyInterrupt implements AutoCloseable {

    private final AtomicBoolean requested = new AtomicBoolean();
    private Optional<OsSignal> handled = Optional.empty();

    private ReplyInterrupt() {}

    /** Listens until it is closed. */
    static ReplyInterrupt onCtrlC() {
        ReplyInterrupt interrupt = new ReplyInterrupt();
        interrupt.handled = OsSignal.handle("INT", () -> interrupt.requested.set(true));
        return interrupt;
    }

    /** Where nobody sits: Ctrl-C ends the program, as it ends any in a pipe. */
    static ReplyInterrupt never() {
        return new ReplyInterrupt();
    }

    boolean requested() {
        return requested.get();
    }

    @Override
    public void close() {
        handled.ifPresent(OsSignal::close);
    }
}
