// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.options;

import dev.seance.api.plugin.Option;
import java.util.List;
import java.util.Optional;

/** Options with a group that may be written as one number. */
record ShorthandOptions(
        @Option(doc = "How long.") Optional<Amount> steps,
        @Option(doc = "Stages.", defaultValue = "[]") List<Amount> stages,
        @Option(doc = "At least.", defaultValue = "5") Amount least) {

    record Amount(
            @Option(doc = "How many.", shorthand = true, min = 1, unit = "steps")
            Optional<Long> count,

            @Option(doc = "For how long.", min = 0, unit = "minutes")
            Optional<Double> minutes) {}

    static Amount count(long count) {
        return new Amount(Optional.of(count), Optional.empty());
    }
}
