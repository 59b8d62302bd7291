// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

/**
 * A sum of cross-entropy losses.
 *
 * @param nats the sum, in nats
 * @param targets how many tokens it is over
 */
public record Loss(double nats, long targets) {

    public static final Loss NONE = new Loss(0, 0);

    public Loss plus(Loss other) {
        return new Loss(nats + other.nats, targets + other.targets);
    }

    /** Nats per token; 0 over no tokens. */
    public double mean() {
        return targets == 0 ? 0 : nats / targets;
    }

    /**
     * Bits per byte of the text that the targets spell: comparable between vocabularies, unlike the mean; 0 over no
     * bytes.
     */
    public double bitsPerByte(long bytes) {
        return bytes == 0 ? 0 : nats / Math.log(2) / bytes;
    }
}
