// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.recipe;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A mapping, in the order it was written; no key occurs twice.
 *
 * @param entries the keys and values
 * @param position where it begins; for options that were left out, the place to add them
 */
public record Settings(List<Setting> entries, Position position) implements Value {

    public Settings {
        entries = List.copyOf(entries);
        Objects.requireNonNull(position, "position");
        Set<String> keys = new HashSet<>();
        for (Setting entry : entries) {
            if (!keys.add(entry.key())) {
                throw new IllegalArgumentException("key '" + entry.key() + "' occurs twice");
            }
        }
    }

    /** No settings, where there could have been some. */
    public static Settings none(Position position) {
        return new Settings(List.of(), position);
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** The keys in order. */
    public List<String> keys() {
        return entries.stream().map(Setting::key).toList();
    }

    /** The entry of that key, whatever its value. */
    public Optional<Setting> entry(String key) {
        return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
    }

    /** The value of that key; a value that says "nothing" counts as left out. */
    public Optional<Value> value(String key) {
        return entry(key).map(Setting::value).filter(value -> !value.isNull());
    }

    /** These settings with that one in place of its namesake, or at the end. */
    public Settings with(Setting setting) {
        List<Setting> changed = new ArrayList<>(entries);
        int place = keys().indexOf(setting.key());
        if (place < 0) {
            changed.add(setting);
        } else {
            changed.set(place, setting);
        }
        return new Settings(changed, position);
    }

    /** These settings without that one. */
    public Settings without(String key) {
        return new Settings(
                entries.stream().filter(entry -> !entry.key().equals(key)).toList(), position);
    }

    @Override
    public String inWords() {
        return "a mapping";
    }
}
