// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seance.core.run.RunFolder;
import dev.seance.core.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a run was started from, so that advice can be a command that works: a recipe's file need not be called what the
 * recipe is.
 */
public final class RunOrigin {

    /** The field of a run's {@code plan.json}. */
    public static final String FIELD = "recipeFile";

    private RunOrigin() {}

    /** What to record of the recipe that {@code run} was given: a name stays one, a file is found from anywhere. */
    public static String of(String nameOrPath) {
        Path file = Path.of(nameOrPath);
        return Files.isRegularFile(file) ? file.toAbsolutePath().normalize().toString() : nameOrPath;
    }

    /** The command that makes a run of the same recipe, as it can be typed here. */
    public static String command(RunFolder run) {
        return "seance run " + quoted(recipe(run));
    }

    private static String recipe(RunFolder run) {
        String recorded = recorded(run);
        Path file = Path.of(recorded);
        if (!file.isAbsolute()) {
            return recorded;
        }
        if (!Files.isRegularFile(file)) {
            return run.file(RunFolder.RECIPE).toString(); // the recipe as it was run is always there
        }
        Path here = Path.of("").toAbsolutePath();
        Path shown = file.startsWith(here) ? here.relativize(file) : file;
        return shown.toString();
    }

    private static String recorded(RunFolder run) {
        try {
            JsonNode origin =
                    Json.mapper().readTree(run.file(RunFolder.PLAN).toFile()).path(FIELD);
            return origin.isTextual()
                    ? origin.asText()
                    : run.file(RunFolder.RECIPE).toAbsolutePath().toString();
        } catch (IOException e) { // it ended before it had a plan
            return run.file(RunFolder.RECIPE).toAbsolutePath().toString();
        }
    }

    private static String quoted(String word) {
        return word.matches("[\\p{L}\\p{N}_./:~+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
