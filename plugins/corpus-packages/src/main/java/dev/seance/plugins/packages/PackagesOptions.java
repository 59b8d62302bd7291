// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.packages;

import dev.seance.api.plugin.Option;
import java.util.List;

/** The options of {@link PackagesSource}. */
public record PackagesOptions(
        @Option(
                doc = "The packages, in the order in which their texts make the corpus. A package may be listed"
                        + " more than once, to name different files of it differently.",
                // The key has them by the source's revision, which leaves out where a package's file lies.
                excludedFromKey = Option.ANY)
        List<PackageOptions> packages,

        @Option(
                doc = "How long fetching one package may take. Generous, because a slow connection is no mistake.",
                defaultValue = "600",
                min = 1,
                unit = "seconds",
                excludedFromKey = Option.ANY)
        int timeout) {

    public PackagesOptions {
        packages = List.copyOf(packages);
        if (packages.isEmpty()) {
            throw new IllegalArgumentException("'packages' is empty; list at least one package");
        }
        if (timeout < 1) {
            throw new IllegalArgumentException("timeout " + timeout + " is below 1 second");
        }
    }
}
