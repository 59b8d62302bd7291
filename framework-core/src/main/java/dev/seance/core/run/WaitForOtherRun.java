// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import dev.seance.api.run.StopException;
import dev.seance.core.store.ArtifactStore;
import dev.seance.core.store.LockOwner;
import java.util.Optional;

/** While another run makes the artifact that a step wants: says so, once for each owner of the lock, and ends on Ctrl-C. */
public final class WaitForOtherRun implements ArtifactStore.Waiting {

    private static final String UNKNOWN = "another process";

    private final String step;
    private final Display display;
    private final StopSignal stop;
    private int polls;
    private String announced = "";

    /** @param step the step, or the command */
    public WaitForOtherRun(String step, Display display, StopSignal stop) {
        this.step = step;
        this.display = display;
        this.stop = stop;
    }

    @Override
    public void on(Optional<LockOwner> owner) {
        String who = owner.map(LockOwner::describe).orElse(UNKNOWN);
        if (stop.requested()) {
            throw new StopException("[" + step + "] is being made by " + who);
        }
        polls++;
        // The owner writes its name a moment after it has the lock; until then that of an earlier owner may be there.
        if (polls > 1 && !who.equals(announced)) {
            announced = who;
            display.line("[" + step + "] waiting for " + who + ", which makes the same artifact; Ctrl-C stops waiting");
        }
    }
}
