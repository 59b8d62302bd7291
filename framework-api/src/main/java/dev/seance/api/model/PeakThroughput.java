// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

import java.util.Objects;

/**
 * The most that this machine does through an engine, measured: what a training and a generation are compared with.
 *
 * @param precision the number format of the products
 * @param matrixFlops floating-point operations a second of a large matrix product
 * @param readBytesPerSecond bytes of memory read in a second by all threads together
 */
public record PeakThroughput(Precision precision, double matrixFlops, double readBytesPerSecond) {

    public PeakThroughput {
        Objects.requireNonNull(precision, "precision");
        if (!(matrixFlops > 0 && readBytesPerSecond > 0)) {
            throw new IllegalArgumentException(matrixFlops + " FLOP/s, " + readBytesPerSecond + " bytes a second");
        }
    }
}
