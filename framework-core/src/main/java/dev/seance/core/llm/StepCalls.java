// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.llm;

import dev.seance.core.store.CallLog;
import java.time.Clock;

/**
 * For whom a step's calls are made.
 *
 * @param log where they are written down
 * @param spending what the run spends
 * @param waiting how to wait
 * @param clock for the log
 * @param run the run's label
 * @param step the step's name
 * @param stepKey the fingerprint of what the step makes
 */
record StepCalls(
        CallLog log, Spending spending, Waiting waiting, Clock clock, String run, String step, String stepKey) {

    CallLog.Request request(LoggedRequest logged, OpenLlm llm, double mostUsd) {
        return new CallLog.Request(
                logged.key(), stepKey, step, run, llm.provider(), llm.model(), logged.json(), mostUsd);
    }
}
