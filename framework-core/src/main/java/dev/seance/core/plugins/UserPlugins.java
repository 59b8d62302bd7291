// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import dev.seance.api.run.UserError;
import dev.seance.core.store.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The user's own plugins folder: what {@code plugins install} and {@code plugins remove} change. A plugin is there as
 * one file named for its id, which appears and disappears as a whole; commands that run already keep what they loaded.
 */
public final class UserPlugins {

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
     * Copies a zip or jar into the folder; replaces the plugin of that id which is there.
     *
     * @throws UserError when it does not verify, or does not go with what is installed
     */
    public InstalledPlugin install(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new UserError(file + " is a folder; install the plugin's zip or jar");
        }
        PluginVerification verification = verifier.verify(file);
        if (!verification.passed()) {
            throw new UserError(verification.findings().stream()
                    .map(PluginProblem::line)
                    .collect(Collectors.joining("\n", "", "\nnothing was installed")));
        }
        InstalledPlugin plugin = verification.plugin().orElseThrow();
        checkBeside(plugin, verification.extensions());
        Files.createDirectories(folder);
        Path target = folder.resolve(plugin.id() + (new PluginFile(file, false).isZip() ? ".zip" : ".jar"));
        List<Path> before = filesOf(plugin.id());
        copy(file, target);
        for (Path old : before) {
            if (!Files.isSameFile(old, target)) {
                AtomicFiles.deleteTree(old);
            }
        }
        return plugin;
    }

    private static void copy(Path file, Path target) throws IOException {
        Path partial = target.resolveSibling("." + target.getFileName() + ".partial");
        try {
            Files.copy(file, partial, StandardCopyOption.REPLACE_EXISTING);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
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
        for (Path file : files) {
            AtomicFiles.deleteTree(file);
        }
        return files;
    }

    /** By the id they give, or by their name when they give none. */
    private List<Path> filesOf(String id) throws IOException {
        return PluginFile.in(folder, false).stream()
                .map(PluginFile::path)
                .filter(path -> idOf(path).equals(id))
                .toList();
    }

    private String idOf(Path path) {
        return verifier.verify(path).plugin().map(InstalledPlugin::id).orElseGet(() -> path.getFileName()
                .toString()
                .replaceFirst("\\.(zip|jar)$", ""));
    }
}
