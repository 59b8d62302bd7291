// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.lint;

import dev.seance.api.plugin.Option;
import dev.seance.api.run.UserError;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Options of {@link TokenizerLint}: its gates.
 *
 * @param failOn hard checks
 * @param maxFragments the gate on fragments
 * @param maxConfusions the gate on confusions
 * @param maxUnused the gate on unused tokens
 * @param minBytesPerToken the gate on compression
 */
public record LintOptions(
        @Option(
                doc = "The run fails when one of these finds anything: `alphabet` (a byte without a token), `ids`"
                        + " (an id out of range), `round-trip` (text that does not come back), `duplicates` (two"
                        + " tokens of the same bytes), `markers` (a text that spells out a special token).",
                defaultValue = "[alphabet, ids, round-trip, duplicates]")
        List<HardCheck> failOn,

        @Option(
                doc = "The run fails when more tokens than this are halves of words that a line break cut; no limit"
                        + " when left out.",
                min = 0,
                unit = "tokens")
        Optional<Integer> maxFragments,

        @Option(
                doc = "The run fails when more tokens than this are misread words, such as `tbe`; no limit when left"
                        + " out.",
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
    }

    /** Whether a recipe wants gates that only a corpus can answer. */
    boolean needCorpus() {
        return maxFragments.isPresent()
                || maxConfusions.isPresent()
                || maxUnused.isPresent()
                || minBytesPerToken.isPresent();
    }
}
