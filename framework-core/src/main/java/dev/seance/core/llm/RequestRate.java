// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.llm;

import dev.seance.core.recipe.LlmTerms;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * Keeps requests to one model under its rates: each gets a moment at which it may be sent, no two closer than the rates
 * allow, so that no minute ever has more. A service that asks to be left alone is. Safe for use by several threads.
 */
final class RequestRate {

    private static final double NANOS_A_MINUTE = 60e9;

    private final OptionalInt requests;
    private final OptionalInt tokens;
    private boolean begun;
    private long nextRequest;
    private long nextTokens;
    private long quietUntil;

    RequestRate(LlmTerms terms) {
        this.requests = terms.requestsPerMinute();
        this.tokens = terms.tokensPerMinute();
    }

    /**
     * Waits for the moment at which a request may be sent.
     *
     * @param most the most tokens that it can take
     */
    void acquire(long most, Waiting waiting) {
        waiting.await(Duration.ofNanos(reserve(most, System.nanoTime())));
        // Somebody may have been told meanwhile to leave the service alone.
        for (long quiet = quiet(System.nanoTime()); quiet > 0; quiet = quiet(System.nanoTime())) {
            waiting.await(Duration.ofNanos(quiet));
        }
    }

    /** How long to wait for the next free moment, which is taken by this. */
    synchronized long reserve(long most, long now) {
        if (!begun) {
            begun = true;
            nextRequest = now;
            nextTokens = now;
            quietUntil = now;
        }
        long at = later(now, later(nextRequest, nextTokens));
        if (requests.isPresent()) {
            nextRequest = at + (long) (NANOS_A_MINUTE / requests.getAsInt());
        }
        nextTokens = at + tokenNanos(most);
        return at - now;
    }

    /** Gives back what a request did not take of the tokens that were set aside for it. */
    synchronized void giveBack(long unused) {
        nextTokens -= tokenNanos(unused);
    }

    /** Nothing is sent for so long. */
    synchronized void leaveAlone(Duration time) {
        quietUntil = later(quietUntil, System.nanoTime() + time.toNanos());
    }

    private synchronized long quiet(long now) {
        return quietUntil - now;
    }

    private long tokenNanos(long count) {
        return tokens.isPresent() ? (long) (NANOS_A_MINUTE * count / tokens.getAsInt()) : 0;
    }

    /** Moments of {@link System#nanoTime} may only be compared by their difference. */
    private static long later(long one, long other) {
        return one - other >= 0 ? one : other;
    }
}
