// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The recipe {@code micro.yaml}, run whole once for all tests of a process that look at what came out. They add runs to it and change
 * nothing that is there.
 *
 * @param seance in the folder with {@code micro.yaml}, {@code books/} and {@code runs/}
 * @param outcome of the run
 */
record MicroRun(Seance seance, Outcome outcome) {

    static final String RECIPE = "micro.yaml";

    private static MicroRun finished;

    /** Runs it the first time. */
    static synchronized MicroRun finished() throws IOException {
        if (finished == null) {
            // A blank, because people's folders have them; another process of the tests has a run of its own.
            Seance seance = prepared("micro run " + ProcessHandle.current().pid());
            finished = new MicroRun(seance, seance.run("run", RECIPE).exits(0));
        }
        return finished;
    }

    /** A folder with everything to run it. */
    static Seance prepared(String name) throws IOException {
        Path folder = Places.fresh(name);
        Files.writeString(folder.resolve(RECIPE), Places.resource(RECIPE));
        InventedBooks.write(folder.resolve("books"), 30, 3000, 1);
        return Seance.in(folder);
    }

    Path store() {
        return seance.folder().resolve("runs/store");
    }

    /** The folders of the artifacts of the latest run in that folder, by step. */
    static Map<String, Path> artifacts(Seance seance) {
        Map<String, Path> folders = new TreeMap<>();
        for (JsonNode step :
                seance.run("report", "micro", "--json").exits(0).json().get("steps")) {
            Path kind = seance.folder()
                    .resolve("runs/store")
                    .resolve(step.get("makes").asText());
            folders.put(
                    step.get("name").asText(),
                    kind.resolve(step.get("fingerprint").asText()));
        }
        return folders;
    }
}
