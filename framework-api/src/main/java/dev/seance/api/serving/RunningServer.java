// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.serving;

import java.net.URI;

/** A server that answers requests. Safe for use by several threads. */
public interface RunningServer extends AutoCloseable {

    /** Where it listens, with the port that it got. */
    URI address();

    /**
     * Stops: no new requests are taken, those there are get some seconds to finish, and what is left is told so and ended.
     * Then the models are closed. Closing it again does nothing.
     */
    @Override
    void close();
}
