// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import java.nio.file.Path;
import java.util.Objects;

/**
 * What a plugin says of itself.
 *
 * @param id its id, unique among the installed
 * @param version its version
 * @param description a sentence, or ""
 * @param provider who made it, or ""
 * @param license its licence, or ""
 * @param file the folder, zip or jar it was found in
 * @param bundled whether it came with the installation
 * @param code its code; part of the key of every step that uses it
 */
public record InstalledPlugin(
        String id,
        String version,
        String description,
        String provider,
        String license,
        Path file,
        boolean bundled,
        PluginCode code) {

    public InstalledPlugin {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(license, "license");
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(code, "code");
    }
}
