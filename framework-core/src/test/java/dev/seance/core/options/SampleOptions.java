// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.options;

import dev.seance.api.plugin.Option;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Options of every type there is. */
record SampleOptions(
        @Option(doc = "How many tokens. More is more.", min = 257, max = 1e6, unit = "tokens")
        int size,

        @Option(doc = "A pattern.", defaultValue = "gpt4") Pattern split,
        @Option(doc = "A flag.", defaultValue = "false") boolean lowerCase,

        @Option(doc = "A rate.", defaultValue = "3e-4", min = 0, max = 1)
        double rate,

        @Option(doc = "Many.", defaultValue = "10_000") long documents,
        @Option(doc = "Text.", defaultValue = "") String note,
        @Option(doc = "A file.") Optional<Path> path,
        @Option(doc = "Names.", defaultValue = "[bos, eos]") List<String> specials,

        @Option(doc = "Shares.", defaultValue = "{}", min = 0, max = 1)
        Map<String, Double> shares,

        @Option(doc = "How to retry.", defaultValue = "{}") Retry retry,
        @Option(doc = "A key.", secret = true) Optional<String> key,
        @Option(doc = "A pin.", secret = true) Optional<Integer> pin,
        @Option(doc = "Old.", replacedBy = "size") Optional<Integer> tokens) {

    enum Pattern {
        GPT4,
        LLAMA3,
        NEAR_MISS
    }

    record Retry(
            @Option(doc = "Tries.", defaultValue = "3", min = 1)
            int times,

            @Option(doc = "Pause.", defaultValue = "0.50", unit = "seconds")
            double pause) {}

    SampleOptions {
        if (lowerCase && split == Pattern.LLAMA3) {
            throw new IllegalArgumentException("split llama3 keeps case; leave lower-case out");
        }
    }
}
