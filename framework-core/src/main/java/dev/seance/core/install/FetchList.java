// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.install;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.seance.api.run.UserError;
import dev.seance.core.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a plugin leaves out of its zip because it is large and different on each platform: {@code fetch.json} at its root,
 * a list of {@code {"artifact": COORDINATES, "sha256": DIGEST, "bytes": SIZE, "platform": NAME}}, the platform optional.
 */
final class FetchList {

    static final String FILE = "fetch.json";

    /**
     * A jar for the plugin's {@code lib/}.
     *
     * @param artifact where Maven has it
     * @param sha256 what it must be, in lower-case hexadecimal
     * @param bytes its size
     * @param platform the only platform it is for, or ""
     */
    record Entry(Coordinates artifact, String sha256, long bytes, String platform) {

        String fileName() {
            return artifact.fileName() + ".jar";
        }
    }

    /** An entry as it is written. */
    private record Written(String artifact, String sha256, long bytes, String platform) {}

    private FetchList() {}

    /**
     * The entries for a platform; none when the plugin has no such file.
     *
     * @param plugin the plugin's folder
     * @throws UserError when the file is wrong, or names other platforms and not this one
     */
    static List<Entry> of(Path plugin, String platform) throws IOException {
        Path file = plugin.resolve(FILE);
        if (!Files.exists(file)) {
            return List.of();
        }
        List<Entry> all = new ArrayList<>();
        try {
            for (Written written : Json.read(file, Written[].class)) {
                all.add(entry(written));
            }
        } catch (JsonProcessingException e) {
            throw new UserError("its " + FILE + " cannot be read: " + Json.reason(e), e);
        }
        List<Entry> here = all.stream()
                .filter(entry -> entry.platform().isEmpty() || Platform.same(entry.platform(), platform))
                .toList();
        if (here.stream().allMatch(entry -> entry.platform().isEmpty()) && here.size() < all.size()) {
            throw new UserError("has nothing for this machine, " + platform + "; it is for "
                    + all.stream()
                            .map(Entry::platform)
                            .filter(name -> !name.isEmpty())
                            .distinct()
                            .collect(Collectors.joining(", ")));
        }
        return here;
    }

    private static Entry entry(Written written) {
        Coordinates artifact = Optional.ofNullable(written.artifact())
                .flatMap(Coordinates::parse)
                .orElseThrow(() -> wrong("artifact", written.artifact(), "group:artifact:version[:classifier]"));
        if (written.sha256() == null || !written.sha256().matches("[0-9a-f]{64}")) {
            throw wrong("sha256", written.sha256(), "64 lower-case hexadecimal digits");
        }
        if (written.bytes() <= 0) {
            throw wrong("bytes", String.valueOf(written.bytes()), "the file's size");
        }
        String platform = written.platform() == null ? "" : written.platform();
        return new Entry(artifact, written.sha256(), written.bytes(), platform);
    }

    private static UserError wrong(String field, String found, String wanted) {
        return new UserError("its " + FILE + " has '" + field + ": " + found + "' where " + wanted + " should be");
    }
}
