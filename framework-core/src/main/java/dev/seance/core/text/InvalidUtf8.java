// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.text;

/** What to do about bytes that are not UTF-8. */
public enum InvalidUtf8 {
    /** Stop, and say where they are. */
    FAIL,
    /** Put U+FFFD in their place, and count. */
    REPLACE
}
