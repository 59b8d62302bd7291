// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.llm;

import java.time.Duration;

/**
 * How long batches are gathered and waited for.
 *
 * @param quiet a batch that is not full is handed over when no request came for so long
 * @param firstPoll when a batch is asked for first
 * @param longestPoll how far apart it is asked for in the end; each time is half as long again as the one before
 */
record BatchTimes(Duration quiet, Duration firstPoll, Duration longestPoll) {

    static final BatchTimes DEFAULT =
            new BatchTimes(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMinutes(1));

    Duration after(Duration poll) {
        Duration longer = poll.multipliedBy(3).dividedBy(2);
        return longer.compareTo(longestPoll) > 0 ? longestPoll : longer;
    }
}
