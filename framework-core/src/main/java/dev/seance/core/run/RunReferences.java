// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.UserError;
import dev.seance.core.store.Artifact;
import dev.seance.core.store.ArtifactStore;
import dev.seance.core.store.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which artifacts a run uses: {@value #FILE} in its folder, a line each, appended and forced onto the disk before the
 * artifact is taken from the store or made. Whoever deletes artifacts relies on it.
 */
public final class RunReferences {

    static final String FILE = "artifacts.jsonl";

    private RunReferences() {}

    /**
     * An artifact that a run uses.
     *
     * @param step the run's step
     * @param kind the kind of artifact, in lower case
     * @param fingerprint its name in the store
     */
    public record Reference(String step, String kind, String fingerprint) {}

    /**
     * Notes that a run uses an artifact, and looks it up, in one action that no clean-up can come between: what is found
     * stays as long as the run is there.
     *
     * @return the artifact; empty when it must be made
     */
    public static Optional<Artifact> claim(
            RunFolder run, ArtifactStore store, String step, ArtifactKind kind, String fingerprint) throws IOException {
        String line = Json.line(new Reference(step, kind.name().toLowerCase(Locale.ROOT), fingerprint)) + "\n";
        return store.holding(() -> {
            append(run.file(FILE), line);
            return store.find(kind, fingerprint);
        });
    }

    private static void append(Path file, String line) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** What a run noted, by step, each step's last; a step that the run did not come to is not there. */
    public static Map<String, Reference> byStep(RunFolder run) {
        Map<String, Reference> references = new LinkedHashMap<>();
        for (Reference reference : noted(run)) {
            references.put(reference.step(), reference);
        }
        return references;
    }

    /** The artifact of a reference, when it is finished. */
    public static Optional<Artifact> find(RunFolder run, Reference reference) {
        return Stream.of(ArtifactKind.values())
                .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(reference.kind()))
                .filter(kind -> ArtifactStore.isFingerprint(String.valueOf(reference.fingerprint())))
                .flatMap(kind -> RunFolder.store(run.runs()).find(kind, reference.fingerprint()).stream())
                .findFirst();
    }

    private static List<Reference> noted(RunFolder run) {
        Path file = run.file(FILE);
        List<Reference> references = new ArrayList<>();
        if (!Files.exists(file)) {
            return references;
        }
        try {
            List<String> lines = Files.readString(file).lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                try {
                    references.add(Json.mapper().readValue(lines.get(i), Reference.class));
                } catch (JsonProcessingException e) {
                    // A kill can tear the last line; the artifact was not looked up then. Anything else is damage.
                    if (i + 1 < lines.size()) {
                        throw e;
                    }
                }
            }
        } catch (IOException e) {
            throw damaged(file, e);
        }
        return references;
    }

    /**
     * The fingerprints of what a run made, used or was to make, by its notes, its plan and its report.
     *
     * @throws UserError when one of them is damaged: whoever deletes artifacts relies on none being left out
     */
    public static Set<String> fingerprints(RunFolder run) {
        Set<String> fingerprints = new LinkedHashSet<>();
        for (String name : List.of(RunFolder.PLAN, RunFolder.SUMMARY)) {
            Path file = run.file(name);
            if (Files.exists(file)) {
                for (JsonNode step : read(file).path("steps")) {
                    fingerprints.add(step.path("fingerprint").asText());
                }
            }
        }
        noted(run).forEach(reference -> fingerprints.add(String.valueOf(reference.fingerprint())));
        // It becomes part of a path; a file somebody wrote by hand could lead anywhere.
        fingerprints.removeIf(fingerprint -> !ArtifactStore.isFingerprint(fingerprint));
        return fingerprints;
    }

    private static JsonNode read(Path file) {
        try {
            return Json.mapper().readTree(file.toFile());
        } catch (IOException e) {
            throw damaged(file, e);
        }
    }

    private static UserError damaged(Path file, IOException reason) {
        return new UserError(
                file + ": damaged (" + Json.reason(reason) + "), so it is unknown which artifacts the run uses; delete"
                        + " the run with 'seance runs rm " + file.getParent() + "'",
                reason);
    }

    /** Those of the fingerprints that are finished artifacts. */
    public static List<Artifact> find(Set<String> fingerprints, ArtifactStore store) {
        List<Artifact> artifacts = new ArrayList<>();
        for (String fingerprint : fingerprints) {
            for (ArtifactKind kind : ArtifactKind.values()) {
                store.find(kind, fingerprint).ifPresent(artifacts::add);
            }
        }
        return artifacts;
    }
}
