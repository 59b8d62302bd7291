// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.chat;

/** Where a conversation is shown. One thread. */
interface ChatOutput {

    /** Shows what stands before a line that is typed. */
    void prompt(String text);

    /** Shows a piece of a reply as it comes. */
    void piece(String text);

    /** A reply is complete. */
    void reply(Reply reply);

    /** Says something about the conversation that the model did not say. */
    void aside(String text);

    /** Shows lines as they are. */
    void lines(String text);

    /** Says that a message cannot be replied to. */
    void refused(String reason);
}
