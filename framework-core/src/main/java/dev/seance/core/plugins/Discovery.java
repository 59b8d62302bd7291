// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Goes through the plugin folders and sorts what is there into plugins and problems. */
final class Discovery {

    private final CandidateReader reader;
    private final PluginLoading loading;
    private final PluginPrefilter kinds;
    private final List<Findings> findings = new ArrayList<>();
    private final List<PluginProblem> problems = new ArrayList<>();

    Discovery(CandidateReader reader, PluginLoading loading, PluginPrefilter kinds) {
        this.reader = reader;
        this.loading = loading;
        this.kinds = kinds;
    }

    PluginCatalog explore(PluginFolders folders) {
        List<PluginFile> files = new ArrayList<>();
        if (Files.isDirectory(folders.installation())) {
            files.addAll(list(folders.installation(), true));
        } else {
            problem(folders.installation(), "is not there; the installation is damaged, install Seance again");
        }
        for (Path folder : folders.users()) {
            if (Files.isDirectory(folder)) {
                files.addAll(list(folder, false));
            }
        }
        return catalog(load(candidates(files)));
    }

    private List<PluginFile> list(Path folder, boolean bundled) {
        try {
            return PluginFile.in(folder, bundled).stream()
                    .filter(kinds::mayNeed)
                    .toList();
        } catch (IOException | RuntimeException e) {
            problem(folder, "cannot be read: " + Refusal.reason(e));
            return List.of();
        }
    }

    private List<Candidate> candidates(List<PluginFile> files) {
        Map<String, List<Candidate>> byId = new TreeMap<>();
        for (PluginFile file : files) {
            Findings found = new Findings(file);
            findings.add(found);
            reader.read(file, found).ifPresent(candidate -> byId.computeIfAbsent(
                            candidate.plugin().id(), id -> new ArrayList<>())
                    .add(candidate));
        }
        byId.values().forEach(Discovery::refuseTwins);
        return byId.values().stream().flatMap(List::stream).toList();
    }

    /** Which of two plugins with one id is meant nobody can know, and their versions are part of fingerprints. */
    private static void refuseTwins(List<Candidate> sameId) {
        for (Candidate one : sameId) {
            sameId.stream().filter(other -> other != one).forEach(other -> one.findings()
                    .add("has the plugin id '" + one.plugin().id() + "', and so has "
                            + other.plugin().file() + "; neither is used until one of them is removed"));
        }
    }

    private List<LoadedPlugin> load(List<Candidate> candidates) {
        return candidates.stream()
                .filter(candidate -> candidate.findings().none())
                .map(loading::load)
                .flatMap(Optional::stream)
                .toList();
    }

    private PluginCatalog catalog(List<LoadedPlugin> plugins) {
        findings.forEach(found -> problems.addAll(found.problems()));
        Map<String, List<InstalledExtension>> byTitle = new LinkedHashMap<>();
        plugins.stream()
                .flatMap(plugin -> plugin.extensions().stream())
                .sorted(Comparator.comparing(InstalledExtension::kind).thenComparing(InstalledExtension::name))
                .forEach(extension -> byTitle.computeIfAbsent(extension.title(), title -> new ArrayList<>())
                        .add(extension));
        List<InstalledExtension> extensions = new ArrayList<>();
        for (List<InstalledExtension> sameTitle : byTitle.values()) {
            if (sameTitle.size() == 1) {
                extensions.add(sameTitle.get(0));
            } else {
                refuseNamesakes(sameTitle);
            }
        }
        problems.sort(Comparator.comparing(PluginProblem::file));
        return new PluginCatalog(plugins.stream().map(LoadedPlugin::plugin).toList(), extensions, problems);
    }

    /** Only the extensions: the rest of two plugins that chose the same name for something is as good as before. */
    private void refuseNamesakes(List<InstalledExtension> sameTitle) {
        for (InstalledExtension one : sameTitle) {
            for (InstalledExtension other : sameTitle) {
                if (one != other) {
                    problems.add(new PluginProblem(
                            one.plugin().file(), Optional.of(one.plugin().id()), namesake(one, other)));
                }
            }
        }
    }

    private static String namesake(InstalledExtension one, InstalledExtension other) {
        return "plugin " + one.plugin().id() + " has a " + one.title() + ", and so has plugin "
                + other.plugin().id() + " (" + other.plugin().file()
                + "); neither of the two is used until one plugin is removed";
    }

    private void problem(Path file, String message) {
        problems.add(new PluginProblem(file, Optional.empty(), message));
    }
}
