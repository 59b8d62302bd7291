// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.core.store.Json;
import java.util.Locale;

/**
 * What a model said.
 *
 * @param text without white space around it; may be empty
 * @param tokens how many it wrote, the one that ends a reply not counted
 * @param finish why it ended
 * @param seconds from the question to the end of the reply
 */
record Reply(String text, int tokens, Finish finish, double seconds) {

    /** Why a reply ended. */
    enum Finish {
        /** The model ended it. */
        STOP,
        /** It is as long as a reply may be. */
        LENGTH,
        /** The person stopped it. */
        INTERRUPTED
    }

    /** As {@code --json} prints it. */
    ObjectNode json() {
        return Json.mapper()
                .createObjectNode()
                .put("text", text)
                .put("tokens", tokens)
                .put("finishReason", finish.name().toLowerCase(Locale.ROOT))
                .put("seconds", Math.round(seconds * 1000) / 1000.0);
    }
}
