// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.text;

/** What to do about the ends of lines. */
public enum LineEnds {
    /** Every one becomes {@code \n}, as in the documents of a recipe. */
    UNIX,
    /** They stay as they are, so that tokens decode to the very file. */
    KEEP
}
