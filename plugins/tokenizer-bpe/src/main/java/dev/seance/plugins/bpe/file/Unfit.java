// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.file;

/** A file is JSON, but no vocabulary that can be used here. */
final class Unfit extends Exception {

    private static final long serialVersionUID = 1L;

    private static final String ANOTHER = "give the folder of another vocabulary, or train one";

    private final String advice;

    /** @param message why, beginning with what it is about, such as "merge 5 is ..." */
    Unfit(String message) {
        this(message, ANOTHER);
    }

    /** @param advice what to do about it */
    Unfit(String message, String advice) {
        super(message);
        this.advice = advice;
    }

    String advice() {
        return advice;
    }
}
