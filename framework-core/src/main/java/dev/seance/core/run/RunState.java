// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import java.util.Locale;

/** How it stands with a run. */
public enum RunState {
    /** A process works on it now. */
    RUNNING,
    /** Every step is done and the report is written; a gate of an evaluation may not have been passed. */
    FINISHED,
    /** It was asked to stop. */
    STOPPED,
    /** It ended with an error, or was killed, or the machine went down. */
    FAILED;

    /** For output. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
