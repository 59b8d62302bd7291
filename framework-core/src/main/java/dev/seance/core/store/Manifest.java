// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What an artifact is and what it was made of; {@value #FILE} in its folder, written last.
 *
 * @param format {@value #FORMAT}
 * @param version of the format, {@value #VERSION}
 * @param kind the kind of artifact, in lower case
 * @param fingerprint the artifact's key, and its name in the store
 * @param content the digest of what later steps read of it, see {@link ContentDigest}: what enters their keys
 * @param recipe the recipe that made it first
 * @param step the step that made it first
 * @param keyInputs everything the fingerprint was computed from, by name: what {@code plan} compares to say why a step
 *     must run again
 * @param attributes what a reader of the artifact must know, such as the tokenizer that loads a model's vocabulary
 * @param plugins the version of each plugin that took part, by id
 * @param environment facts of the machine that made it, no part of the key: operating system, processor, what {@code auto}
 *     came to
 * @param acceptedFrom the fingerprint of the artifact that was taken over although the code of a plugin differed
 *     ({@code run --accept-code}); null, and absent in the file, otherwise
 * @param metrics the step's metrics
 * @param files every other file of the folder
 * @param seconds how long the making took, interruptions not counted
 * @param usd what it cost: calls to language models, and the machine where the recipe states its price
 * @param finished when, in ISO 8601
 */
public record Manifest(
        String format,
        int version,
        String kind,
        String fingerprint,
        String content,
        String recipe,
        String step,
        Map<String, String> keyInputs,
        Map<String, String> attributes,
        Map<String, String> plugins,
        Map<String, String> environment,
        @JsonInclude(JsonInclude.Include.NON_NULL) String acceptedFrom,
        Map<String, Double> metrics,
        List<FileEntry> files,
        double seconds,
        double usd,
        String finished) {

    public static final String FILE = "manifest.json";
    public static final String FORMAT = "seance-artifact";
    public static final int VERSION = 2;

    public Manifest {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(fingerprint, "fingerprint");
        Objects.requireNonNull(content, "content");
        keyInputs = Collections.unmodifiableMap(new LinkedHashMap<>(keyInputs));
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        plugins = Collections.unmodifiableMap(new LinkedHashMap<>(plugins));
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        files = List.copyOf(files);
    }

    /**
     * One file of an artifact.
     *
     * @param path relative to the artifact's folder, with forward slashes
     * @param bytes its size
     * @param sha256 its digest in hexadecimal
     */
    public record FileEntry(String path, long bytes, String sha256) {}
}
