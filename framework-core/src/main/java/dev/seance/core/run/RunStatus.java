// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import dev.seance.core.store.Json;
import dev.seance.core.store.LockFile;
import dev.seance.core.store.LockOwner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * How it stands with a run, and why.
 *
 * @param state the state
 * @param reason the message of a run that was stopped or failed, "" otherwise
 * @param owner the process of a run that is running, when it is on record
 */
public record RunStatus(RunState state, String reason, Optional<LockOwner> owner) {

    /** Locked by the run's process for its life; what is in it does not matter. */
    static final String LOCK = "run.lock";

    static final String OWNER = "run.owner.json";
    /** How a run ended that did not finish. */
    static final String OUTCOME = "outcome.json";

    public RunStatus {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(owner, "owner");
    }

    /**
     * The end of a run, as {@value #OUTCOME} has it.
     *
     * @param state {@code stopped} or {@code failed}
     * @param reason the message
     * @param at when, in ISO 8601
     */
    record Outcome(String state, String reason, String at) {}

    /** Looks at a run's folder. */
    public static RunStatus of(RunFolder run) {
        if (isRunning(run)) {
            return new RunStatus(RunState.RUNNING, "", LockOwner.read(run.file(OWNER)));
        }
        if (Files.exists(run.file(RunFolder.SUMMARY))) {
            return new RunStatus(RunState.FINISHED, "", Optional.empty());
        }
        Path outcome = run.file(OUTCOME);
        if (Files.exists(outcome)) {
            try {
                Outcome ended = Json.read(outcome, Outcome.class);
                boolean stopped = RunState.STOPPED.label().equals(ended.state());
                return new RunStatus(
                        stopped ? RunState.STOPPED : RunState.FAILED,
                        Objects.requireNonNullElse(ended.reason(), ""),
                        Optional.empty());
            } catch (IOException e) {
                return new RunStatus(RunState.FAILED, outcome + ": damaged (" + Json.reason(e) + ")", Optional.empty());
            }
        }
        return new RunStatus(
                RunState.FAILED, "no record of how it ended: killed, or the machine went down", Optional.empty());
    }

    private static boolean isRunning(RunFolder run) {
        try {
            return LockFile.isHeld(run.file(LOCK));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Such as {@code running (process 4711 on HOST, since ...)}, {@code stopped: step 200 of 250 saved}. */
    public String describe() {
        return state.label()
                + owner.map(who -> ", " + who.describe()).orElse("")
                + (reason.isEmpty() ? "" : ": " + reason);
    }
}
