// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a training that has not begun yet goes on from. One that was interrupted goes on from its own checkpoints whatever
 * this says.
 *
 * @param demanded whether beginning anew is an error
 * @param from a checkpoint of another training, or a folder of several
 */
record Resume(boolean demanded, Optional<Path> from) {

    static final String AUTO = "auto";
    static final String TRUE = "true";

    /** Reads the option: {@value #AUTO}, {@value #TRUE} or a path. */
    static Resume of(String option) {
        return switch (option) {
            case AUTO -> new Resume(false, Optional.empty());
            case TRUE -> new Resume(true, Optional.empty());
            default -> new Resume(true, Optional.of(Path.of(option)));
        };
    }
}
