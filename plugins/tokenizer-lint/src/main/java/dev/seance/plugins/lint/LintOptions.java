// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.lint;

import dev.seance.api.plugin.Option;
import dev.seance.api.run.UserError;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Options of {@link TokenizerLint}: the limits that fail a run.
 *
 * @param failOn hard checks that fail the run
 * @param maxFragments the most word fragments
 * @param maxConfusions the most OCR confusions
 * @param maxUnused the largest share of unused tokens
 * @param minBytesPerToken the least compression
 */
public record LintOptions(
        @Option(
                doc = "The run fails when one of these finds anything: `alphabet` (a byte without a token), `ids`"
                        + " (an id out of range), `round-trip` (text that does not decode to what it was), `duplicates` (two"
                        + " tokens of the same bytes), `special-tokens` (plain text that becomes one).",
                defaultValue = "[alphabet, ids, round-trip, duplicates]")
        List<HardCheck> failOn,

        @Option(
                doc = "The run fails when more tokens than this are fragments of words that a line break cut; no limit"
                        + " when left out.",
                min = 0,
                unit = "tokens")
        Optional<Integer> maxFragments,

        @Option(
                doc =
                        "The run fails when more tokens than this are words that OCR misread, such as `tbe`; no limit when"
                                + " left out.",
                min = 0,
                unit = "tokens")
        Optional<Integer> maxConfusions,

        @Option(
                doc = "The run fails when a greater share of the tokens than this never occurs in the corpus; no"
                        + " limit when left out.",
                min = 0,
                max = 1)
        Optional<Double> maxUnused,

        @Option(
                doc = "The run fails when a token stands for fewer bytes of the corpus than this, on average; no"
                        + " limit when left out.",
                min = 0,
                unit = "bytes per token")
        Optional<Double> minBytesPerToken) {

    /** The defaults. */
    public static final LintOptions DEFAULT = new LintOptions(
            List.of(HardCheck.ALPHABET, HardCheck.IDS, HardCheck.ROUND_TRIP, HardCheck.DUPLICATES),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public LintOptions {
        failOn = List.copyOf(failOn);
        Objects.requireNonNull(maxFragments, "maxFragments");
        Objects.requireNonNull(maxConfusions, "maxConfusions");
        Objects.requireNonNull(maxUnused, "maxUnused");
        Objects.requireNonNull(minBytesPerToken, "minBytesPerToken");
        if (maxUnused.filter(share -> !(share >= 0 && share <= 1)).isPresent()) {
            throw new UserError("max-unused " + maxUnused.get() + " is not a share, from 0 to 1");
        }
        requireNotNegative("max-fragments", maxFragments.map(Integer::doubleValue));
        requireNotNegative("max-confusions", maxConfusions.map(Integer::doubleValue));
        requireNotNegative("min-bytes-per-token", minBytesPerToken);
    }

    private static void requireNotNegative(String option, Optional<Double> value) {
        if (value.filter(number -> !(number >= 0)).isPresent()) {
            throw new UserError(option + " " + value.get() + " is below 0");
        }
    }

    /** Whether there are limits that only a corpus can be measured by. */
    boolean needCorpus() {
        return maxFragments.isPresent()
                || maxConfusions.isPresent()
                || maxUnused.isPresent()
                || minBytesPerToken.isPresent();
    }
}
