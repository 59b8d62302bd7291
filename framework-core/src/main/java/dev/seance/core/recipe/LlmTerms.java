// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.recipe;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a recipe says of a language model beside which one it is: what it costs and how hard it may be pressed. Answers do
 * not depend on it, so it is part of no key.
 *
 * @param price what it costs; without it, calls are counted as free
 * @param batch whether requests are sent in batches, which are answered later and may cost less
 * @param concurrency how many requests may be under way at once; the size of a batch
 * @param requestsPerMinute how many may be sent in a minute
 * @param tokensPerMinute how many tokens, of requests and answers, may be asked for in a minute
 * @param maxRetries how often a request is sent again that the service could not answer
 */
public record LlmTerms(
        Optional<Price> price,
        boolean batch,
        int concurrency,
        OptionalInt requestsPerMinute,
        OptionalInt tokensPerMinute,
        int maxRetries) {

    public static final int DEFAULT_CONCURRENCY = 4;
    public static final int DEFAULT_BATCH = 1_000;

    /** Each request of a batch waits on a thread. */
    public static final int LARGEST_BATCH = 10_000;

    public static final int DEFAULT_MAX_RETRIES = 8;

    /** Nothing said. */
    public static final LlmTerms DEFAULT = new LlmTerms(
            Optional.empty(),
            false,
            DEFAULT_CONCURRENCY,
            OptionalInt.empty(),
            OptionalInt.empty(),
            DEFAULT_MAX_RETRIES);

    /** The keys of an entry of {@code llms} that are the host's; all others are the provider's options. */
    public static final List<String> KEYS = List.of(
            "provider",
            "model",
            "price",
            "batch",
            "concurrency",
            "requests-per-minute",
            "tokens-per-minute",
            "max-retries");

    public LlmTerms {
        Objects.requireNonNull(price, "price");
        Objects.requireNonNull(requestsPerMinute, "requestsPerMinute");
        Objects.requireNonNull(tokensPerMinute, "tokensPerMinute");
        if (concurrency < 1 || maxRetries < 0) {
            throw new IllegalArgumentException(
                    "concurrency " + concurrency + ", max-retries " + maxRetries + ": at least 1 and 0");
        }
    }

    /** What so many tokens cost, in US dollars, asked for as these terms say. */
    public double usd(long inputTokens, long outputTokens) {
        double single = price.map(given -> given.usd(inputTokens, outputTokens)).orElse(0.0);
        return batch ? single * price.map(Price::batchFactor).orElse(1.0) : single;
    }

    /**
     * A price list's line.
     *
     * @param input US dollars for a million tokens of requests
     * @param output US dollars for a million tokens of answers
     * @param batchFactor what a request in a batch costs of that; 1 where the recipe does not say, so that no budget is
     *     exceeded
     * @param asOf when that was so, for people
     */
    public record Price(double input, double output, double batchFactor, Optional<String> asOf) {

        private static final double MILLION = 1e6;

        public Price {
            Objects.requireNonNull(asOf, "asOf");
            if (!(input >= 0) || !(output >= 0)) {
                throw new IllegalArgumentException("a price of " + input + " and " + output + " is below 0");
            }
            if (!(batchFactor >= 0 && batchFactor <= 1)) {
                throw new IllegalArgumentException("a batch factor of " + batchFactor + " is not from 0 to 1");
            }
        }

        /** A price that is the same in batches. */
        public Price(double input, double output, Optional<String> asOf) {
            this(input, output, 1, asOf);
        }

        double usd(long inputTokens, long outputTokens) {
            return (inputTokens * input + outputTokens * output) / MILLION;
        }
    }
}
