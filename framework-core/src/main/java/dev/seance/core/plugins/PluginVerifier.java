// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Checks one plugin file as {@link PluginHost} would, and all its code beside; what of it runs is up to the check given. */
public final class PluginVerifier {

    private final Path cache;
    private final String apiVersion;
    private final Function<InstalledExtension, List<String>> check;

    /**
     * @param cache where zips are unpacked, see {@link PluginFolders}
     * @param check what else is wrong with an extension, each to be read after its title
     */
    public PluginVerifier(Path cache, Function<InstalledExtension, List<String>> check) {
        this(cache, PluginHost.apiVersion(), check);
    }

    /** @param apiVersion the version of the API to check against */
    public PluginVerifier(Path cache, String apiVersion, Function<InstalledExtension, List<String>> check) {
        this.cache = cache;
        this.apiVersion = apiVersion;
        this.check = check;
    }

    /** Checks a folder, zip or jar. Never fails: what cannot be read is a finding. */
    public PluginVerification verify(Path path) {
        return check(path, this::extensions);
    }

    /** The same as far as no class has to be loaded; it has no extensions. */
    public PluginVerification describe(Path path) {
        return check(path, candidate -> List.of());
    }

    private PluginVerification check(Path path, Function<Candidate, List<InstalledExtension>> classes) {
        PluginFile file = new PluginFile(path, false);
        Findings findings = new Findings(file);
        if (!Files.exists(path)) {
            findings.add("is not there");
        } else if (!file.isFolder() && !file.isZip() && !file.isJar()) {
            findings.add("is not a plugin: neither a folder nor a .zip nor a .jar");
        }
        if (!findings.none()) {
            return new PluginVerification(path, Optional.empty(), Optional.empty(), List.of(), findings.problems());
        }
        Optional<Candidate> candidate = new CandidateReader(cache, apiVersion).read(file, findings);
        List<InstalledExtension> extensions =
                candidate.filter(read -> findings.none()).map(classes).orElse(List.of());
        return new PluginVerification(
                path,
                candidate.map(Candidate::plugin),
                candidate.map(read -> read.content().root()),
                extensions,
                findings.problems());
    }

    private List<InstalledExtension> extensions(Candidate candidate) {
        IsolatingPluginManager manager = new IsolatingPluginManager(apiVersion);
        try {
            List<InstalledExtension> extensions = new PluginLoading(manager)
                    .load(candidate)
                    .map(LoadedPlugin::extensions)
                    .orElse(List.of());
            examine(candidate, extensions);
            return extensions;
        } finally {
            manager.unloadPlugins();
        }
    }

    /** What loading cannot see. */
    private void examine(Candidate candidate, List<InstalledExtension> extensions) {
        try {
            CodeCheck.of(candidate.content()).forEach(candidate.findings()::add);
            for (InstalledExtension extension : extensions) {
                check.apply(extension).forEach(found -> candidate.findings().add(extension.title() + " " + found));
            }
        } catch (Throwable e) { // one plugin can only fail itself, see Refusal
            candidate.findings().add("cannot be examined: " + Refusal.reason(e));
        }
    }
}
