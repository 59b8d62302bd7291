// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

/** Which pronoun stands for somebody: all that a book's grammar tells of two people who talk. */
enum Gender {
    HE,
    SHE,
    UNKNOWN;

    boolean differsFrom(Gender other) {
        return this != UNKNOWN && other != UNKNOWN && this != other;
    }
}
