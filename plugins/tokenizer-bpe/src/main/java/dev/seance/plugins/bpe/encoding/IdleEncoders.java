// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.encoding;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Encoders between two texts, with all that they remember: at most one a processor, whatever the number of threads. A
 * thread that comes back finds the one it left, unless another took it. Safe for use by several threads.
 *
 * @param <E> an encoder
 */
public final class IdleEncoders<E> {

    private final AtomicReferenceArray<E> places =
            new AtomicReferenceArray<>(Runtime.getRuntime().availableProcessors());

    /** An encoder for the caller alone; null when there is none. */
    public E take() {
        int place = first();
        for (int left = places.length(); left > 0; left--) {
            E found = places.get(place);
            if (found != null && places.compareAndSet(place, found, null)) {
                return found;
            }
            place = place + 1 == places.length() ? 0 : place + 1;
        }
        return null;
    }

    /** Takes an encoder back, or lets go of it where there are enough. */
    public void give(E encoder) {
        int place = first();
        for (int left = places.length(); left > 0; left--) {
            if (places.compareAndSet(place, null, encoder)) {
                return;
            }
            place = place + 1 == places.length() ? 0 : place + 1;
        }
    }

    private int first() {
        return (int) (Thread.currentThread().getId() % places.length());
    }
}
