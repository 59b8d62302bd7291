// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.seance;

import dev.seance.api.plugin.Option;

/** Options of {@link SeanceProvider}. */
public record SeanceOptions(
        @Option(
                doc = "How many of the likeliest tokens to draw among; 0 for all.",
                defaultValue = "50",
                min = 0,
                max = 1_000_000,
                unit = "tokens")
        int topK,

        @Option(
                doc = "Makes tokens that the answer has said lately less likely; 1 for not at all.",
                defaultValue = "1.3",
                min = 1,
                max = 10)
        double repetitionPenalty,

        @Option(
                doc = "Within how many tokens they count as said lately.",
                defaultValue = "64",
                min = 0,
                max = 1_000_000,
                unit = "tokens")
        int repetitionWindow) {}
