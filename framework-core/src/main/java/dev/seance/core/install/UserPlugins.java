// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.install;

import dev.seance.api.run.UserError;
import dev.seance.core.plugins.InstalledExtension;
import dev.seance.core.plugins.InstalledPlugin;
import dev.seance.core.plugins.PluginCatalog;
import dev.seance.core.plugins.PluginFile;
import dev.seance.core.plugins.PluginProblem;
import dev.seance.core.plugins.PluginVerification;
import dev.seance.core.plugins.PluginVerifier;
import dev.seance.core.store.AtomicFiles;
import dev.seance.core.store.TreeDigest;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The user's own plugins folder: what {@code plugins install} and {@code plugins remove} change. A plugin is there as one
 * file or folder named for its id. It is put together and checked beside the others, where nobody looks, and gets its
 * name last; commands that run already keep what they loaded. What is there is noted in the {@link PluginLock}.
 */
public final class UserPlugins {

    /** Where a plugin is put together; left behind by a process that was killed, and cleared by the next. */
    private static final String STAGING = ".installing-";

    private final Path folder;
    private final PluginCatalog installed;
    private final PluginVerifier verifier;

    /**
     * @param folder the folder; made when it is not there
     * @param installed what is installed now, in this folder and elsewhere
     */
    public UserPlugins(Path folder, PluginCatalog installed, PluginVerifier verifier) {
        this.folder = Objects.requireNonNull(folder, "folder");
        this.installed = Objects.requireNonNull(installed, "installed");
        this.verifier = Objects.requireNonNull(verifier, "verifier");
    }

    /**
     * Installs a plugin in place of the one of its id that is there.
     *
     * @param asked a file, a folder, an {@code https} address, Maven coordinates, or the id of one of the installation's
     *     extras
     * @param sha256 the digest that the file must have; needed for an address
     * @param origins where it may come from
     * @throws UserError when it cannot be had, is not what the digest says, does not verify, or does not go with what is
     *     installed; nothing has changed then
     */
    public InstalledPlugin install(String asked, Optional<String> sha256, PluginOrigins origins) throws IOException {
        AtomicFiles.createFolders(folder);
        try (InstallLock lock = InstallLock.take(folder, origins.say())) {
            clearStaging();
            Path staging = Files.createTempDirectory(folder, STAGING);
            try {
                Path plugin = origins.sources().bring(asked, staging, sha256.isPresent());
                if (sha256.isPresent()) {
                    checkDigest(asked, plugin, sha256.get());
                }
                return publish(complete(plugin, staging, asked, origins), asked, PluginSources.source(asked));
            } finally {
                AtomicFiles.deleteTree(staging);
            }
        }
    }

    private void clearStaging() throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, STAGING + "*")) {
            for (Path stale : left) {
                AtomicFiles.deleteTree(stale);
            }
        }
    }

    private static void checkDigest(String asked, Path plugin, String sha256) throws IOException {
        if (Files.isDirectory(plugin)) {
            throw new UserError("--sha256 is the digest of a file, and " + asked + " is a folder");
        }
        String found = TreeDigest.of(plugin).orElseThrow();
        if (!found.equalsIgnoreCase(sha256.strip())) {
            throw new UserError(asked + ": has the SHA-256 " + found + ", not " + sha256.strip()
                    + "; it is damaged, or not the file that was meant; nothing was installed");
        }
    }

    /** The plugin with whatever it leaves to be fetched: itself, or the folder it was unpacked to. */
    private Path complete(Path plugin, Path staging, String asked, PluginOrigins origins) throws IOException {
        PluginVerification described = verifier.describe(plugin);
        requirePassed(described, asked);
        if (!Files.exists(described.content().orElseThrow().resolve(FetchList.FILE))) {
            return plugin;
        }
        Path whole = plugin;
        if (!Files.isDirectory(plugin)) {
            whole = staging.resolve("unpacked");
            PluginSources.copyTree(described.content().get(), whole);
        }
        try {
            origins.fetching().complete(whole, FetchList.of(whole, Platform.here()));
        } catch (UserError e) {
            throw new UserError(asked + ": " + e.getMessage() + "; nothing was installed", e);
        }
        return whole;
    }

    private InstalledPlugin publish(Path ready, String asked, String source) throws IOException {
        PluginVerification verification = verifier.verify(ready);
        requirePassed(verification, asked);
        InstalledPlugin plugin = verification.plugin().orElseThrow();
        checkBeside(plugin, verification.extensions());
        List<Path> before = filesOf(plugin.id());
        Path target = folder.resolve(plugin.id() + ending(ready));
        String digest = TreeDigest.of(ready).orElseThrow();
        PluginLock lock = PluginLock.read(folder);
        for (Path old : before) {
            if (Files.isDirectory(old) || Files.isDirectory(ready) || !old.equals(target)) {
                // Out of the way in one step; a file is replaced by the rename that follows.
                Files.move(old, ready.resolveSibling("replaced-" + old.getFileName()));
            }
        }
        force(ready);
        AtomicFiles.replace(ready, target);
        lock.with(new PluginLock.Entry(
                        plugin.id(), plugin.version(), target.getFileName().toString(), digest, source))
                .write(folder);
        return plugin;
    }

    /** Content is on the disk before it gets its name. */
    private static void force(Path plugin) throws IOException {
        try (Stream<Path> files = Files.walk(plugin)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                AtomicFiles.force(file);
            }
        }
    }

    private static String ending(Path plugin) {
        PluginFile file = new PluginFile(plugin, false);
        return file.isFolder() ? "" : file.isZip() ? ".zip" : ".jar";
    }

    /** Problems are told of what was asked for, not of the copy that was looked at. */
    private static void requirePassed(PluginVerification verification, String asked) {
        if (!verification.passed()) {
            throw new UserError(verification.findings().stream()
                    .map(finding -> new PluginProblem(Path.of("plugin"), finding.plugin(), finding.message()))
                    .map(finding -> asked + finding.line().substring("plugin".length()))
                    .collect(Collectors.joining("\n", "", "\nnothing was installed")));
        }
    }

    private void checkBeside(InstalledPlugin plugin, List<InstalledExtension> extensions) {
        installed.plugin(plugin.id()).filter(InstalledPlugin::bundled).ifPresent(bundled -> {
            throw new UserError("plugin " + plugin.id() + " " + bundled.version()
                    + " came with the installation, and two plugins cannot have one id; nothing was installed");
        });
        for (InstalledExtension extension : extensions) {
            installed
                    .find(extension.kind(), extension.name())
                    .filter(other -> !other.plugin().id().equals(plugin.id()))
                    .ifPresent(other -> {
                        throw new UserError("there is a " + other.title() + " already, in plugin "
                                + other.plugin().id() + "; nothing was installed");
                    });
        }
    }

    /**
     * Deletes a plugin, also one that was refused.
     *
     * @return what was deleted
     * @throws UserError when it is not in the folder
     */
    public List<Path> remove(String id) throws IOException {
        List<Path> files = Files.isDirectory(folder) ? filesOf(id) : List.of();
        if (files.isEmpty()) {
            boolean bundled =
                    installed.plugin(id).filter(InstalledPlugin::bundled).isPresent();
            throw new UserError(
                    bundled
                            ? "plugin " + id + " came with the installation and cannot be removed"
                            : "there is no plugin '" + id + "' in " + folder);
        }
        try (InstallLock lock = InstallLock.take(folder, line -> {})) {
            clearStaging();
            Path staging = Files.createTempDirectory(folder, STAGING);
            try {
                for (Path file : files) {
                    Files.move(file, staging.resolve(file.getFileName().toString()));
                }
                PluginLock noted = PluginLock.read(folder);
                if (noted.find(id).isPresent()) {
                    noted.without(id).write(folder);
                }
            } finally {
                AtomicFiles.deleteTree(staging);
            }
        }
        return files;
    }

    /**
     * Checks a plugin of the folder: as a file, and against what was noted when it was installed.
     *
     * @throws UserError when it is not in the folder
     */
    public List<PluginVerification> verify(String id) throws IOException {
        List<Path> files = Files.isDirectory(folder) ? filesOf(id) : List.of();
        Optional<PluginLock.Entry> noted = PluginLock.read(folder).find(id);
        if (files.isEmpty()) {
            throw new UserError(
                    noted.isPresent()
                            ? "plugin '" + id + "' is in " + folder.resolve(PluginLock.FILE)
                                    + " and not in the folder; install" + " it again from "
                                    + noted.get().source() + ", or remove it"
                            : "there is no file or folder '" + id + "', and no plugin of that id in " + folder);
        }
        List<PluginVerification> verifications = new ArrayList<>();
        for (Path file : files) {
            PluginVerification verification = verifier.verify(file);
            List<String> more = new ArrayList<>();
            if (noted.isPresent()) {
                changed(file, noted.get()).ifPresent(more::add);
            }
            verification.content().ifPresent(content -> more.addAll(missing(content)));
            verifications.add(verification.with(more));
        }
        return verifications;
    }

    private static Optional<String> changed(Path file, PluginLock.Entry noted) throws IOException {
        String digest = TreeDigest.of(file).orElseThrow();
        return digest.equals(noted.sha256())
                ? Optional.empty()
                : Optional.of("has the SHA-256 " + digest + ", and " + PluginLock.FILE + " says " + noted.sha256()
                        + ": it was changed since it was installed; install it again from " + noted.source());
    }

    private static List<String> missing(Path content) {
        try {
            return FetchList.of(content, Platform.here()).stream()
                    .filter(entry -> !Files.exists(content.resolve("lib").resolve(entry.fileName())))
                    .map(entry -> "lacks " + entry.artifact() + ", which its " + FetchList.FILE
                            + " names; 'seance plugins install' brings it")
                    .toList();
        } catch (UserError | IOException e) {
            return List.of(e.getMessage());
        }
    }

    /** The ids of the plugins in the folder and in its lock, in order. */
    public List<String> ids() throws IOException {
        List<String> ids = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            PluginFile.in(folder, false).forEach(file -> ids.add(idOf(file.path())));
        }
        PluginLock.read(folder).plugins().forEach(entry -> ids.add(entry.id()));
        return ids.stream().distinct().sorted().toList();
    }

    /** By the id they give, or by their name when they give none. */
    private List<Path> filesOf(String id) throws IOException {
        return PluginFile.in(folder, false).stream()
                .map(PluginFile::path)
                .filter(path -> idOf(path).equals(id))
                .toList();
    }

    private String idOf(Path path) {
        return verifier.describe(path).plugin().map(InstalledPlugin::id).orElseGet(() -> path.getFileName()
                .toString()
                .replaceFirst("\\.(zip|jar)$", ""));
    }
}
