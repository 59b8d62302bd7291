// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.packages;

import dev.seance.api.corpus.Skipped;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The files of packages that no part of the recipe reads; a package that is listed twice is one package. One thread. */
final class SkippedEntries {

    static final String UNMATCHED = "not matched by 'files'";
    static final String UNREADABLE = "link, or name that leads out of the package";

    private final Map<String, String> reasons = new TreeMap<>();
    private final Set<String> read = new HashSet<>();

    void read(PackageOptions options, String name) {
        read.add(key(options, name));
    }

    /** A file beside the texts. What is not named as a text, such as a package's code, is not worth a word. */
    void unmatched(PackageOptions options, String name) {
        if (name.toLowerCase(Locale.ROOT).endsWith(".txt")) {
            reasons.put(key(options, name), UNMATCHED);
        }
    }

    void unreadable(PackageOptions options, String name) {
        reasons.put(key(options, name), UNREADABLE);
    }

    List<Skipped> list() {
        return reasons.entrySet().stream()
                .filter(entry -> !read.contains(entry.getKey()))
                .map(entry -> new Skipped(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static String key(PackageOptions options, String name) {
        return options.coordinates() + " " + name;
    }
}
