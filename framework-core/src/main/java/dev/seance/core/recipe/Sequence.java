// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.recipe;

import java.util.List;
import java.util.Objects;

/**
 * A list of values.
 *
 * @param items its values in order
 * @param position where it begins
 */
public record Sequence(List<Value> items, Position position) implements Value {

    public Sequence {
        items = List.copyOf(items);
        Objects.requireNonNull(position, "position");
    }

    @Override
    public String inWords() {
        return "a list";
    }
}
