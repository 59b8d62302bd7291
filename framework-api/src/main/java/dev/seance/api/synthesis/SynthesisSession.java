// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.synthesis;

import java.io.IOException;
import java.util.List;

/** The items of one synthetic step. */
public interface SynthesisSession {

    /** The names of all items, unique, in the order of the result. */
    List<String> items();

    /**
     * Makes the dialogues of one item; the same item gives the same dialogues as far as its means allow. Called from
     * several threads at once, for each item at most once per execution. The exception that it throws ends the run; the
     * items finished so far are kept and not asked for again.
     *
     * @throws LlmException when the language model gave no usable answer, retries included
     */
    Generated generate(String item) throws IOException;

    /**
     * Judges what came of an item beside all items before it: where a dialogue is too much like an earlier one, say. Called
     * in the order of the items, by one thread at a time, once for each item of the session, those included that an earlier
     * execution made; so the result does not depend on when an item was made.
     *
     * @param made what {@link #generate} gave
     * @return the same, or dropped with a reason
     */
    default Generated judge(String item, Generated made) {
        return made;
    }
}
