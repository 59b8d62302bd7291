// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.run;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;

/**
 * The machine an extension works on; injectable into every extension.
 *
 * @param cache a folder for downloads and measurements, shared by all runs of this user, also by those at the same time;
 *     it may not exist yet, and may be deleted between runs
 * @param offline whether the user forbade the network
 * @param threads how many threads an extension may keep busy; at least 1
 * @param clock the time
 */
public record Environment(Path cache, boolean offline, int threads, Clock clock) {

    public Environment {
        Objects.requireNonNull(cache, "cache");
        Objects.requireNonNull(clock, "clock");
        if (threads < 1) {
            throw new IllegalArgumentException("threads " + threads + " is below 1");
        }
    }
}
