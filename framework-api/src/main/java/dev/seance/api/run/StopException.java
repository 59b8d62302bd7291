// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.run;

/**
 * Thrown by a long-running call after the user asked to stop and the call has saved what it had. Not an error: the host
 * says how to resume and exits.
 */
public final class StopException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param saved what of the work was saved, to be read between "stopped;" and "run the same command again to resume":
     *     {@code step 40 of 250 saved}, {@code the measurement starts again}
     */
    public StopException(String saved) {
        super(saved);
    }
}
