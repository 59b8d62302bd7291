// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import dev.seance.api.model.ModelFamilies;
import dev.seance.api.model.ModelFamily;
import dev.seance.api.run.UserError;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The model families among the plugins. An instance is made when it is first asked for, and used by everybody. */
final class InstalledFamilies implements ModelFamilies {

    private final PluginCatalog catalog;
    private final Function<InstalledExtension, ModelFamily<?>> maker;
    private final Map<String, ModelFamily<?>> made = new ConcurrentHashMap<>();

    InstalledFamilies(PluginCatalog catalog, Function<InstalledExtension, ModelFamily<?>> maker) {
        this.catalog = catalog;
        this.maker = maker;
    }

    @Override
    public List<String> names() {
        return catalog.extensions(ExtensionKind.ARCHITECTURE).stream()
                .map(InstalledExtension::name)
                .sorted()
                .toList();
    }

    @Override
    public ModelFamily<?> family(String architecture) {
        InstalledExtension extension = catalog.find(ExtensionKind.ARCHITECTURE, architecture)
                .orElseThrow(() -> new UserError(catalog.absence(ExtensionKind.ARCHITECTURE, architecture)));
        return made.computeIfAbsent(architecture, name -> maker.apply(extension));
    }
}
