// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.llm;

import dev.seance.core.store.CallLog;

/**
 * For whom a step's calls are made.
 *
 * @param calls what it shares with the run's other steps
 * @param run the run's label
 * @param step the step's name
 * @param stepKey the fingerprint of what the step makes
 */
record StepCalls(RunCalls calls, String run, String step, String stepKey) {

    CallLog log() {
        return calls.log();
    }

    Spending spending() {
        return calls.spending();
    }

    Waiting waiting() {
        return calls.waiting();
    }

    CallLog.Request request(LoggedRequest logged, OpenLlm llm, double mostUsd) {
        return new CallLog.Request(
                logged.key(), stepKey, step, run, llm.provider(), llm.model(), logged.json(), mostUsd);
    }
}
