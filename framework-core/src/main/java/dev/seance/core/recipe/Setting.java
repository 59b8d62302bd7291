// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.recipe;

import java.util.Objects;

/**
 * One key of a mapping and its value.
 *
 * @param key the key
 * @param position where the key stands
 * @param value the value
 */
public record Setting(String key, Position position, Value value) {

    public Setting {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(value, "value");
    }
}
