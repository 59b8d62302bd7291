// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plan;

import dev.seance.core.plugins.ExtensionKind;
import dev.seance.core.plugins.InstalledExtension;
import dev.seance.core.plugins.PluginCatalog;
import dev.seance.core.recipe.Setting;
import dev.seance.core.recipe.Settings;
import dev.seance.core.recipe.Step;
import java.util.List;
import java.util.Optional;

/**
 * Lets any recipe be pointed at one's own books: {@code --set books.path=DIR}. When the step's source has no
 * {@code path} itself, the bundled source that reads one's own texts takes its place, and the options meant for the other
 * are left aside.
 */
final class CorpusPathOverride {

    private static final String PATH = "path";

    private CorpusPathOverride() {}

    /** The source and options to use instead, or nothing when the step is to be taken as written. */
    static Optional<Substitute> of(Step step, PluginCatalog catalog) {
        Optional<Setting> path = step.with().entry(PATH);
        Optional<InstalledExtension> source = catalog.find(ExtensionKind.CORPUS, step.plugin());
        if (!step.kind().readsSource()
                || path.isEmpty()
                || source.isEmpty()
                || source.get().options().option(PATH).isPresent()) {
            return Optional.empty();
        }
        return catalog.extensions(ExtensionKind.CORPUS).stream()
                .filter(candidate -> candidate.plugin().bundled() && candidate.readsOwnTexts())
                .findFirst()
                .map(folder -> new Substitute(
                        folder, new Settings(List.of(path.get()), step.with().position())));
    }

    /** A source in place of another. */
    record Substitute(InstalledExtension source, Settings options) {}
}
