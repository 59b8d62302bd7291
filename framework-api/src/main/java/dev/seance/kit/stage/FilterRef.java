// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.stage;

import java.io.Serializable;
import java.util.Objects;

/**
 * A filter of a stage.
 *
 * @param name its name in the recipe, by which the funnel counts
 * @param extension how to make it
 */
public record FilterRef(String name, ExtensionRef extension) implements Serializable {

    public FilterRef {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(extension, "extension");
    }
}
