// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.testing.reference;

/** A design: from tokens to the logits of each next token. */
interface Forward {

    /** Of one row: {@code [tokens, vocabulary]}. */
    Node logits(Tape tape, Weights weights, int[] tokens);
}
