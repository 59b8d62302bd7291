// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.core.recipe.LlmTerms;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestRateTest {

    private static final long MINUTE = 60_000_000_000L;

    /** A request that was let go, when, and how many tokens it may take. */
    private record Sent(long at, long tokens) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noMinuteHasMoreThanTheRates(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int requests = 1 + random.nextInt(600);
        int tokens = 2_000 + random.nextInt(200_000);
        RequestRate rate = new RequestRate(terms(requests, tokens));
        long now = random.nextLong();
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            now += random.nextLong(random.nextInt(10) == 0 ? MINUTE : MINUTE / requests);
            long most = 1 + random.nextInt(1_000);
            sent.add(new Sent(now + rate.reserve(most, now), most));
        }

        int first = 0;
        long inMinute = 0;
        for (int last = 0; last < sent.size(); last++) {
            inMinute += sent.get(last).tokens();
            while (sent.get(last).at() - sent.get(first).at() >= MINUTE) {
                inMinute -= sent.get(first++).tokens();
            }
            // Two that stand a whole number of intervals apart may both count, by a rounded nanosecond.
            assertThat(last - first + 1).isLessThanOrEqualTo(requests + 1);
            // The last one's tokens are taken when it is sent, and what follows waits for them.
            assertThat(inMinute - sent.get(last).tokens()).isLessThanOrEqualTo(tokens + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 60, 100_000})
    void withoutRatesNothingWaits(int requests) {
        RequestRate rate = new RequestRate(LlmTerms.DEFAULT);
        for (int i = 0; i < requests; i++) {
            assertThat(rate.reserve(1_000_000, 7)).isZero();
        }
    }

    private static LlmTerms terms(int requests, int tokens) {
        return new LlmTerms(Optional.empty(), false, 4, OptionalInt.of(requests), OptionalInt.of(tokens), 0);
    }
}
