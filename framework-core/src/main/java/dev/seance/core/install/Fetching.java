// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.install;

import dev.seance.api.run.UserError;
import dev.seance.core.store.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Brings what a plugin's {@link FetchList} names into its {@code lib/}: from the local Maven repository when it is there,
 * otherwise by a download that an interrupted one is resumed from. Nothing gets its name there before its digest is right.
 */
final class Fetching {

    private final Path downloads;
    private final MavenAccess maven;
    private final Consumer<String> say;

    /**
     * @param downloads where unfinished downloads wait to be resumed
     * @param say receives what is about to be downloaded, and how large it is
     */
    Fetching(Path downloads, MavenAccess maven, Consumer<String> say) {
        this.downloads = downloads;
        this.maven = maven;
        this.say = say;
    }

    /**
     * Completes a plugin's folder.
     *
     * @throws UserError when something cannot be had, or is not what the plugin's author named
     */
    void complete(Path plugin, List<FetchList.Entry> entries) throws IOException {
        if (entries.isEmpty()) {
            return;
        }
        long bytes = entries.stream().mapToLong(FetchList.Entry::bytes).sum();
        say.accept("it needs " + entries.size() + (entries.size() == 1 ? " file" : " files") + " of " + megabytes(bytes)
                + " more");
        Path lib = Files.createDirectories(plugin.resolve("lib"));
        for (FetchList.Entry entry : entries) {
            Path target = lib.resolve(entry.fileName());
            if (!Files.exists(target) || !Digests.of(target).equals(entry.sha256())) {
                bring(entry, target);
            }
        }
    }

    private void bring(FetchList.Entry entry, Path target) throws IOException {
        Optional<Path> local = local(entry);
        if (local.isPresent()) {
            Files.copy(local.get(), target, StandardCopyOption.REPLACE_EXISTING);
            return;
        }
        maven.requireOnline(entry.artifact().toString());
        Files.createDirectories(downloads);
        Path unfinished = downloads.resolve(entry.sha256() + ".unfinished");
        long there = Files.exists(unfinished) ? Files.size(unfinished) : 0;
        say.accept("downloading " + entry.artifact() + ", " + megabytes(entry.bytes())
                + (there > 0 ? ", resuming at " + megabytes(there) : ""));
        maven.repository().download(entry.artifact(), "jar", unfinished);
        String found = Digests.of(unfinished);
        if (!found.equals(entry.sha256())) {
            Files.delete(unfinished);
            throw new UserError("what was downloaded as " + entry.artifact() + " has the SHA-256 " + found + ", and "
                    + FetchList.FILE + " asks for " + entry.sha256()
                    + "; it was thrown away. Try again; if it stays so, ask"
                    + " the plugin's author");
        }
        Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
    }

    /** What the local repository has, when it is the right file. */
    private Optional<Path> local(FetchList.Entry entry) throws IOException {
        Optional<Path> file = maven.repository().local(entry.artifact(), "jar");
        return file.isPresent() && Digests.of(file.get()).equals(entry.sha256()) ? file : Optional.empty();
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
