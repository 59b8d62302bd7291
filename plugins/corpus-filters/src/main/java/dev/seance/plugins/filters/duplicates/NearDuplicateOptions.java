// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.duplicates;

import dev.seance.api.plugin.Option;

/** The options of {@link NearDuplicatesFilter}. */
public record NearDuplicateOptions(
        @Option(
                doc =
                        "Documents are near-duplicates from this Jaccard similarity of their shingles on. Two scans of one"
                                + " book have about 0.4 where one word in ten differs (0.9 to the fifth of shingles are the same),"
                                + " works of one author 0.01.",
                defaultValue = "0.3",
                min = 0.05,
                max = 1)
        double similarity,

        @Option(doc = "Words of a shingle.", defaultValue = "5", min = 1, max = 20, unit = "words")
        int shingleWords) {}
