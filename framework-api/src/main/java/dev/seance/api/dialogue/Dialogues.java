// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.dialogue;

import java.util.stream.Stream;

/** The dialogues that a step made, as later steps read them. Immutable; each reader has a stream of its own. */
public interface Dialogues {

    /** The name of the step that made them. */
    String name();

    /** How many there are. */
    long count();

    /** Bytes of UTF-8 in all their turns. */
    long bytes();

    /** Reads them lazily, in a stable order. The caller closes the stream. */
    Stream<Dialogue> read();
}
