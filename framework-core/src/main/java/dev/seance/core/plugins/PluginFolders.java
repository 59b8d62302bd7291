// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Where plugins are.
 *
 * @param installation the plugins that came with the installation; never written to
 * @param users the user's own plugin folders; need not exist
 * @param cache where zips are unpacked; may be deleted at any time no command runs
 */
public record PluginFolders(Path installation, List<Path> users, Path cache) {

    public PluginFolders {
        Objects.requireNonNull(installation, "installation");
        users = List.copyOf(users);
        Objects.requireNonNull(cache, "cache");
    }
}
