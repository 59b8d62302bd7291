// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import java.util.List;

/**
 * What a corpus step says of its documents, beside source and filters.
 *
 * @param validationFraction the fraction of documents for validation, 0 to 0.5
 * @param skipBad whether what the source cannot read is left out and counted, or an error ({@code on-bad: skip})
 * @param maxBad the fraction of records that may be left out, 0 to 1
 */
public record CorpusRules(double validationFraction, boolean skipBad, double maxBad) {

    /** One document in twenty: enough to measure by, and little lost to training. */
    public static final double DEFAULT_VALIDATION_FRACTION = 0.05;

    /** With more, validation would read more than training. */
    public static final double MAX_VALIDATION_FRACTION = 0.5;

    /** One in a hundred: more than a few damaged files is another fault, such as a wrong option. */
    public static final double DEFAULT_MAX_BAD = 0.01;

    public static final String SKIP = "skip";

    /** What {@code on-bad} can say. */
    public static final List<String> ON_BAD = List.of("fail", SKIP);

    /** Those of a recipe that says nothing. */
    public static final CorpusRules DEFAULT = new CorpusRules(DEFAULT_VALIDATION_FRACTION, false, DEFAULT_MAX_BAD);

    public CorpusRules {
        if (!(validationFraction >= 0 && validationFraction <= MAX_VALIDATION_FRACTION)) {
            throw new IllegalArgumentException(
                    "validation-fraction " + validationFraction + " is not in 0.." + MAX_VALIDATION_FRACTION);
        }
        if (!(maxBad >= 0 && maxBad <= 1)) {
            throw new IllegalArgumentException("max-bad " + maxBad + " is not in 0..1");
        }
    }
}
