// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.UserError;
import dev.seance.core.run.RunFolder;
import dev.seance.core.store.Artifact;
import dev.seance.core.store.ArtifactStore;
import dev.seance.core.store.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which artifacts a run names. */
public final class RunArtifacts {

    private RunArtifacts() {}

    /**
     * The fingerprints of what a run made, used or was to make, by its plan and its report; whoever deletes artifacts
     * relies on none being left out.
     *
     * @throws UserError when the plan or the report is damaged
     */
    public static Set<String> fingerprints(RunFolder run) {
        Set<String> fingerprints = new LinkedHashSet<>();
        for (String name : List.of(RunFolder.PLAN, RunFolder.SUMMARY)) {
            Path file = run.file(name);
            if (Files.exists(file)) {
                for (JsonNode step : read(file).path("steps")) {
                    add(fingerprints, step);
                }
            }
        }
        for (String line : lines(run.file(RunFolder.STEPS))) {
            add(fingerprints, parse(run.file(RunFolder.STEPS), line));
        }
        return fingerprints;
    }

    private static void add(Set<String> fingerprints, JsonNode step) {
        // Of a step that waited for its inputs there was none when the plan was written.
        String fingerprint =
                step.path("fingerprint").isTextual() ? step.path("fingerprint").asText() : "";
        // It becomes part of a path; a file that somebody edited could lead anywhere.
        if (fingerprint.matches("[0-9a-zA-Z]+")) {
            fingerprints.add(fingerprint);
        }
    }

    /** The whole lines of a file that is appended to; a line that a kill cut short names nothing that was begun. */
    private static List<String> lines(Path file) {
        try {
            String text = Files.exists(file) ? Files.readString(file) : "";
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode parse(Path file, String line) {
        try {
            return Json.mapper().readTree(line);
        } catch (IOException e) {
            throw new UserError(file + ": damaged (" + e.getMessage() + "); delete its folder by hand", e);
        }
    }

    private static JsonNode read(Path file) {
        try {
            return Json.mapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new UserError(file + ": damaged (" + e.getMessage() + "); delete its folder by hand", e);
        }
    }

    /** Those of the fingerprints that are finished artifacts. */
    public static List<Artifact> find(Set<String> fingerprints, ArtifactStore store) {
        List<Artifact> artifacts = new ArrayList<>();
        for (String fingerprint : fingerprints) {
            for (ArtifactKind kind : ArtifactKind.values()) {
                Optional<Artifact> found = store.find(kind, fingerprint);
                found.ifPresent(artifacts::add);
            }
        }
        return artifacts;
    }

    /** Bytes of an artifact's files. */
    public static long bytes(Artifact artifact) {
        return artifact.manifest().files().stream()
                .mapToLong(file -> file.bytes())
                .sum();
    }
}
