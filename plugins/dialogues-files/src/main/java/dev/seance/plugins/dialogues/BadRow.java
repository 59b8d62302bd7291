// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.dialogues;

/** A row is no conversation; the message says why, for people. */
final class BadRow extends Exception {

    private static final long serialVersionUID = 1L;

    BadRow(String message) {
        super(message);
    }
}
