// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plan;

import dev.seance.core.step.ArtifactType;
import dev.seance.core.store.Artifact;
import dev.seance.core.store.ArtifactStore;
import dev.seance.core.store.Manifest;
import dev.seance.core.store.UnfinishedWork;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Says why an artifact must be made: in what its key differs from the most similar one that was made, or begun, before.
 */
final class MissReason {

    private static final int SHOWN = 3;

    private final ArtifactStore store;

    MissReason(ArtifactStore store) {
        this.store = store;
    }

    String of(PlannedStep step, StepKey key) {
        ArtifactType type = step.makes().orElseThrow();
        List<Artifact> made = store.list(type.kind());
        if (made.stream().anyMatch(artifact -> artifact.fingerprint().equals(key.fingerprint()))) {
            return "the artifact is damaged or incomplete";
        }
        List<UnfinishedWork> unfinished = store.unfinished(type.kind());
        if (unfinished.stream().anyMatch(work -> work.fingerprint().equals(key.fingerprint()))) {
            return "begun, not finished; resumes from what is done";
        }
        // Another step's or recipe's artifact explains a miss as well as the step's own: names are no part of keys.
        Optional<StepKey> nearestMade =
                nearest(made.stream().map(artifact -> artifact.manifest().keyInputs()), step, key);
        if (nearestMade.isPresent()) {
            return differences(step, key, nearestMade.get());
        }
        return nearest(unfinished.stream().map(UnfinishedWork::keyInputs), step, key)
                .map(begun -> "not made yet; unfinished work is of another key: " + differences(step, key, begun))
                .orElse("not made yet");
    }

    private static Optional<StepKey> nearest(Stream<Map<String, String>> keyInputs, PlannedStep step, StepKey key) {
        return keyInputs
                .map(StepKey::new)
                .filter(other -> sameExtension(step, key, other))
                .min(Comparator.comparingInt(other -> key.differences(other).size()));
    }

    private String differences(PlannedStep step, StepKey key, StepKey other) {
        Set<String> reasons = new LinkedHashSet<>();
        for (String name : key.differences(other)) {
            reasons.add(change(
                    name,
                    Optional.ofNullable(other.entries().get(name)),
                    Optional.ofNullable(key.entries().get(name)),
                    step));
        }
        List<String> changes = List.copyOf(reasons);
        int more = changes.size() - SHOWN;
        return String.join("; ", changes.subList(0, Math.min(SHOWN, changes.size())))
                + (more > 0 ? "; and " + more + " more" : "");
    }

    private static boolean sameExtension(PlannedStep step, StepKey key, StepKey other) {
        String point = step.step().kind().key();
        return key.entries().get(point).equals(other.entries().get(point));
    }

    private String change(String name, Optional<String> before, Optional<String> now, PlannedStep step) {
        if (name.endsWith(StepKey.CODE) && before.isPresent() && now.isPresent()) {
            return "the code of the plugin " + now.get().split(" ")[0] + " changed";
        }
        if (name.equals(StepKey.DATA)) {
            return "the source's data changed";
        }
        if (name.equals(StepKey.HOST)) {
            return "this version of Seance computes it differently";
        }
        if (name.matches(StepKey.INPUT + "\\d+")) {
            return input(name, before, now, step);
        }
        return name + ": " + before.orElse("none") + " -> " + now.orElse("none");
    }

    /** Which input differs, and by how much where the manifests tell. */
    private String input(String name, Optional<String> before, Optional<String> now, PlannedStep step) {
        int index = Integer.parseInt(name.substring(StepKey.INPUT.length())) - 1;
        if (now.isEmpty()) {
            return "one input fewer";
        }
        PlannedStep source = step.from().get(index);
        String differs = "the content of '" + source.name() + "' differs";
        if (before.isEmpty()) {
            return "another input, '" + source.name() + "'";
        }
        Optional<Manifest> old = manifest(source, before.get());
        Optional<Manifest> present = manifest(source, now.get());
        if (old.isEmpty() || present.isEmpty()) {
            return differs;
        }
        return differs + metric(old.get().metrics(), present.get().metrics());
    }

    private Optional<Manifest> manifest(PlannedStep source, String input) {
        return source.makes().stream()
                .flatMap(type -> store.list(type.kind()).stream())
                .map(Artifact::manifest)
                .filter(manifest -> input.equals(manifest.kind() + " " + manifest.content()))
                .findFirst();
    }

    /** The first whole number that tells them apart: documents, tokens, dialogues. */
    private static String metric(Map<String, Double> before, Map<String, Double> now) {
        return now.entrySet().stream()
                .filter(metric -> before.containsKey(metric.getKey())
                        && !before.get(metric.getKey()).equals(metric.getValue())
                        && metric.getValue() == Math.rint(metric.getValue()))
                .findFirst()
                .map(metric -> " (" + metric.getKey() + " "
                        + before.get(metric.getKey()).longValue() + " -> "
                        + metric.getValue().longValue() + ")")
                .orElse("");
    }
}
