// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.run.StepContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Makes the artifact of one step. */
public interface StepExecutor {

    /**
     * Writes the artifact's files.
     *
     * @param output an empty folder
     * @return the artifact's metrics, added to those the step recorded itself
     */
    Map<String, Double> make(Path output, StepContext context) throws IOException;

    /** What a reader of the artifact must know that nobody knew before it was made; see {@link StepKind#attributes}. */
    default Map<String, String> attributes() {
        return Map.of();
    }
}
