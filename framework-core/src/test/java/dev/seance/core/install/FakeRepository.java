// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.install;

import dev.seance.api.run.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A Maven repository in memory: some files are in the local one, some only in another, which may break off. */
final class FakeRepository implements ArtifactRepository {

    private final Map<String, Path> local = new HashMap<>();
    private final Map<String, Path> remote = new HashMap<>();
    private int breakAfter = Integer.MAX_VALUE;
    private long resumedAt = -1;
    private boolean online = true;

    void put(String coordinates, String kind, Path file) {
        local.put(coordinates + "@" + kind, file);
    }

    void remote(String coordinates, String kind, Path file) {
        remote.put(coordinates + "@" + kind, file);
    }

    /** The next download stops after so many bytes. */
    void breakAfter(int bytes) {
        breakAfter = bytes;
    }

    /** How many bytes the last download found at its place. */
    long resumedAt() {
        return resumedAt;
    }

    FakeRepository online(boolean is) {
        online = is;
        return this;
    }

    @Override
    public Optional<Path> local(Coordinates artifact, String kind) {
        return Optional.ofNullable(local.get(artifact + "@" + kind));
    }

    @Override
    public Optional<Path> find(Coordinates artifact, String kind) {
        return local(artifact, kind)
                .or(() -> online ? Optional.ofNullable(remote.get(artifact + "@" + kind)) : Optional.empty());
    }

    @Override
    public void download(Coordinates artifact, String kind, Path unfinished) throws IOException {
        byte[] whole = Files.readAllBytes(Optional.ofNullable(remote.get(artifact + "@" + kind))
                .orElseThrow(() -> new UserError(artifact + " is nowhere")));
        int there = Files.exists(unfinished) ? (int) Files.size(unfinished) : 0;
        resumedAt = there;
        int end = Math.min(whole.length, breakAfter);
        Files.write(
                unfinished,
                Arrays.copyOfRange(whole, there, end),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        breakAfter = Integer.MAX_VALUE;
        if (end < whole.length) {
            throw new UserError("the connection broke off");
        }
    }

    @Override
    public String inWords() {
        return "the fake repository";
    }

    @Override
    public void close() {}
}
