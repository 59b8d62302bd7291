// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.evaluation;

import dev.seance.api.plugin.Option;
import dev.seance.api.run.UserError;
import java.util.Objects;
import java.util.Optional;

/**
 * Options of {@link BitsPerByteEvaluator}.
 *
 * @param maxDocuments how many documents to score
 * @param maxBitsPerByte the gate
 * @param batchTokens tokens scored at once
 */
public record BitsPerByteOptions(
        @Option(
                doc = "How many validation documents to score, the first ones; all of them where not set.",
                min = 1,
                unit = "documents")
        Optional<Integer> maxDocuments,

        @Option(
                doc = "The run fails when a model needs more than this; no limit where not set.",
                min = 0,
                unit = "bits per byte")
        Optional<Double> maxBitsPerByte,

        @Option(
                doc = "Tokens scored at once; more is faster as long as memory suffices. The result differs in rounding"
                        + " alone.",
                defaultValue = "8192",
                min = 1,
                unit = "tokens")
        int batchTokens) {

    /** The defaults. */
    public static final BitsPerByteOptions DEFAULT = new BitsPerByteOptions(Optional.empty(), Optional.empty(), 8192);

    public BitsPerByteOptions {
        Objects.requireNonNull(maxDocuments, "maxDocuments");
        Objects.requireNonNull(maxBitsPerByte, "maxBitsPerByte");
        if (maxDocuments.filter(value -> value < 1).isPresent() || batchTokens < 1) {
            throw new UserError("max-documents and batch-tokens must be at least 1");
        }
    }
}
