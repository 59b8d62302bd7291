// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.llm;

import dev.seance.core.store.CallLog;
import java.time.Clock;
import java.time.Instant;

/**
 * What all calls of a run have in common.
 *
 * @param log where they are written down
 * @param spending what the run spends
 * @param waiting how to wait
 * @param clock for the log
 */
record RunCalls(CallLog log, Spending spending, Waiting waiting, Clock clock) {

    /** The time as the log has it. */
    String now() {
        return Instant.now(clock).toString();
    }
}
