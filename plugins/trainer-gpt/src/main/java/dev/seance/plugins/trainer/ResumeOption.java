// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a training without checkpoints of its own resumes from. One that was interrupted resumes from its own whatever
 * this says.
 *
 * @param required whether starting from the beginning is an error
 * @param from a checkpoint of another training, or a folder of several
 */
record ResumeOption(boolean required, Optional<Path> from) {

    static final String AUTO = "auto";
    static final String TRUE = "true";

    /** Reads the option: {@value #AUTO}, {@value #TRUE} or a path. */
    static ResumeOption of(String option) {
        return switch (option) {
            case AUTO -> new ResumeOption(false, Optional.empty());
            case TRUE -> new ResumeOption(true, Optional.empty());
            default -> new ResumeOption(true, Optional.of(Path.of(option)));
        };
    }
}
