// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core;

import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.LocationProvider;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.core.plan.Planner;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The production classes of the API and the host, where they lie. Looked for by package, they would be sought in every
 * jar of the class path, and the API's contract tests be among them.
 */
public final class SeanceClasses implements LocationProvider {

    @Override
    public Set<Location> get(Class<?> test) {
        return Stream.of(ExtensionSpec.class, Planner.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .map(Location::of)
                .collect(Collectors.toSet());
    }
}
