// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plan;

import dev.seance.core.store.Artifact;
import dev.seance.core.store.Digests;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Names an artifact by what it is made of, and says in words what changed since it was made last. Equal keyInputs,
 * equal fingerprint, same artifact.
 */
final class Fingerprint {

    private static final int SHOWN = 3;

    private Fingerprint() {}

    /** SHA-256 over all keyInputs, in hexadecimal. */
    static String of(Map<String, String> keyInputs) {
        StringBuilder text = new StringBuilder();
        // Lengths in front, so that no value can pass for the next ingredient.
        keyInputs.forEach((name, value) -> text.append(name.length())
                .append(':')
                .append(name)
                .append(value.length())
                .append(':')
                .append(value));
        return Digests.of(text.toString());
    }

    /**
     * Why an artifact that the store lacks must be made.
     *
     * @param made those of its kind that have a manifest, newest first
     */
    static String whyMiss(List<Artifact> made, String recipe, String step, Map<String, String> keyInputs) {
        String fingerprint = of(keyInputs);
        if (made.stream().anyMatch(artifact -> artifact.fingerprint().equals(fingerprint))) {
            return "the artifact is damaged or incomplete";
        }
        Optional<Artifact> last = made.stream()
                .filter(artifact -> artifact.manifest().step().equals(step)
                        && artifact.manifest().recipe().equals(recipe))
                .findFirst();
        if (last.isEmpty()) {
            return "not made yet";
        }
        List<String> changes = changes(last.get().manifest().keyInputs(), keyInputs);
        int more = changes.size() - SHOWN;
        return String.join("; ", changes.subList(0, Math.min(SHOWN, changes.size())))
                + (more > 0 ? "; and " + more + " more" : "");
    }

    private static List<String> changes(Map<String, String> before, Map<String, String> now) {
        Set<String> names = new LinkedHashSet<>(now.keySet());
        names.addAll(before.keySet());
        List<String> changes = new ArrayList<>();
        for (String name : names) {
            String was = before.getOrDefault(name, "nothing");
            String is = now.getOrDefault(name, "nothing");
            if (!was.equals(is)) {
                boolean opaque = name.startsWith("input ") || name.equals("state of the source");
                changes.add(opaque ? name + " changed" : name + ": " + was + " -> " + is);
            }
        }
        return changes;
    }
}
