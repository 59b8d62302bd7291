// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.stage;

import java.io.Serializable;
import java.util.Objects;

/**
 * Names an extension with its options, so that it can be made again elsewhere.
 *
 * @param plugin the plugin's id
 * @param type the extension's class
 * @param options its options as plain values, see {@link OptionValues}
 */
public record ExtensionRef(String plugin, String type, OptionValues options) implements Serializable {

    public ExtensionRef {
        Objects.requireNonNull(plugin, "plugin");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(options, "options");
    }
}
