// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Checks one plugin file as {@link PluginHost} would, running none of its code. */
public final class PluginVerifier {

    private final Path cache;
    private final String apiVersion;

    /**
     * @param cache where zips are unpacked, see {@link PluginFolders}
     */
    public PluginVerifier(Path cache) {
        this(cache, PluginHost.apiVersion());
    }

    PluginVerifier(Path cache, String apiVersion) {
        this.cache = cache;
        this.apiVersion = apiVersion;
    }

    /** Checks a folder, zip or jar. Never fails: what cannot be read is a finding. */
    public PluginVerification verify(Path path) {
        PluginFile file = new PluginFile(path, false);
        Findings findings = new Findings(file);
        if (!Files.exists(path)) {
            findings.add("is not there");
        } else if (!file.isFolder() && !file.isZip() && !file.isJar()) {
            findings.add("is not a plugin: neither a folder nor a .zip nor a .jar");
        }
        if (!findings.none()) {
            return new PluginVerification(path, Optional.empty(), List.of(), findings.problems());
        }
        Optional<Candidate> candidate = new CandidateReader(cache, apiVersion).read(file, findings);
        List<InstalledExtension> extensions =
                candidate.filter(read -> findings.none()).map(this::extensions).orElse(List.of());
        return new PluginVerification(path, candidate.map(Candidate::plugin), extensions, findings.problems());
    }

    private List<InstalledExtension> extensions(Candidate candidate) {
        IsolatingPluginManager manager = new IsolatingPluginManager(apiVersion);
        try {
            return new PluginLoading(manager)
                    .load(candidate)
                    .map(LoadedPlugin::extensions)
                    .orElse(List.of());
        } finally {
            manager.unloadPlugins();
        }
    }
}
