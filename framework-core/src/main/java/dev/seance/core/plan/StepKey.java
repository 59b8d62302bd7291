// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plan;

import dev.seance.core.store.Digests;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an artifact is made from, by name: equal entries, equal fingerprint, same artifact. Names follow a pattern, so that
 * two keys can be compared in words:
 *
 * <ul>
 *   <li>{@code NAME code}: the digest of a plugin's code, after the plugin's id
 *   <li>{@code NAME option OPTION}: the value of an option
 *   <li>{@code input N}: the kind of an input and the digest of its content
 *   <li>{@code data}: the revision of a source's data
 *   <li>everything else: a value as it is
 * </ul>
 *
 * @param entries the entries, in a fixed order
 */
public record StepKey(Map<String, String> entries) {

    static final String CODE = " code";
    static final String OPTION = " option ";
    static final String INPUT = "input ";
    public static final String DATA = "data";
    static final String HOST = "results of the host";

    public StepKey {
        entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /** SHA-256 over all entries, in hexadecimal. */
    public String fingerprint() {
        StringBuilder text = new StringBuilder();
        // Lengths in front, so that no value can pass for the next entry.
        entries.forEach((name, value) -> text.append(name.length())
                .append(':')
                .append(name)
                .append(value.length())
                .append(':')
                .append(value));
        return Digests.of(text.toString());
    }

    /** The key with further entries at its end. */
    StepKey with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(entries);
        all.putAll(more);
        return new StepKey(all);
    }

    /** The names of the entries that differ, in this key's order, those that only the other has last. */
    List<String> differences(StepKey other) {
        Set<String> names = new LinkedHashSet<>(entries.keySet());
        names.addAll(other.entries.keySet());
        List<String> different = new ArrayList<>();
        for (String name : names) {
            if (!entries.getOrDefault(name, "").equals(other.entries.getOrDefault(name, ""))) {
                different.add(name);
            }
        }
        return different;
    }

    /** Whether nothing but the code of plugins differs. */
    boolean differsInCodeOnly(StepKey other) {
        List<String> different = differences(other);
        return !different.isEmpty()
                && different.stream().allMatch(name -> name.endsWith(CODE))
                && entries.keySet().equals(other.entries.keySet());
    }
}
