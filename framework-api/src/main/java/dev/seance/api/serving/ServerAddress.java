// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.serving;

import java.net.InetAddress;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a server listens. Beyond this machine only with a key.
 *
 * @param host an address of this machine
 * @param port 0 for any that is free, to 65535
 * @param key what a request has to show; empty to answer everybody, which only this machine can be
 */
public record ServerAddress(InetAddress host, int port, Optional<String> key) {

    private static final int MAX_PORT = 65_535;

    public ServerAddress {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(key, "key");
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("port " + port + " is out of range: 0 to " + MAX_PORT);
        }
        if (key.filter(String::isBlank).isPresent()) {
            throw new IllegalArgumentException("a blank key");
        }
        if (key.isEmpty() && !host.isLoopbackAddress()) {
            throw new IllegalArgumentException(host.getHostAddress() + " can be reached by others: it needs a key");
        }
    }

    /** Only for programs on this machine, and without a key. */
    public static ServerAddress loopback(int port) {
        return new ServerAddress(InetAddress.getLoopbackAddress(), port, Optional.empty());
    }

    /** Without the key: it belongs in no log. */
    @Override
    public String toString() {
        return host.getHostAddress() + ":" + port + (key.isPresent() ? " with a key" : "");
    }
}
