// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What unfinished work is to become; {@value #FILE} in its folder.
 *
 * @param fingerprint the artifact's key
 * @param kind the kind of artifact, in lower case
 * @param recipe the recipe that started it
 * @param step the step that started it
 * @param keyInputs everything the fingerprint was computed from
 */
public record UnfinishedWork(
        String fingerprint, String kind, String recipe, String step, Map<String, String> keyInputs) {

    static final String FILE = "step.json";

    public UnfinishedWork {
        Objects.requireNonNull(fingerprint, "fingerprint");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(recipe, "recipe");
        Objects.requireNonNull(step, "step");
        keyInputs = Collections.unmodifiableMap(new LinkedHashMap<>(keyInputs));
    }
}
