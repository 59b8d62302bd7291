// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.run;

/**
 * Thrown by a long-running call after the user asked to stop and the call has saved what it had. Not an error: the host
 * says how to go on and exits.
 */
public final class StopException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param saved what of the work is kept, to be read between "stopped;" and "The same command goes on from there":
     *     {@code step 40 of 250 saved}, {@code the measurement begins again}
     */
    public StopException(String saved) {
        super(saved);
    }
}
