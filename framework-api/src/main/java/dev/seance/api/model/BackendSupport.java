// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

import java.util.List;
import java.util.Set;

/**
 * What a backend can do, declared so that a plan can refuse what it cannot.
 *
 * @param programs the formats of programs it runs, such as {@code torchscript}: it builds every family that has one
 * @param architectures the families it builds by itself, without a program
 * @param precisions the number formats it computes in
 * @param devices what it computes on, given the right natives
 * @param windows whether it can keep layers from looking at the whole context; otherwise they do
 */
public record BackendSupport(
        Set<String> programs,
        Set<String> architectures,
        Set<Precision> precisions,
        Set<Device> devices,
        boolean windows) {

    public BackendSupport {
        programs = Set.copyOf(programs);
        architectures = Set.copyOf(architectures);
        precisions = Set.copyOf(precisions);
        devices = Set.copyOf(devices);
    }

    /** Whether it builds models of a family of that name with these programs. */
    public boolean builds(String architecture, List<ProgramSource> offered) {
        return architectures.contains(architecture)
                || offered.stream().map(ProgramSource::format).anyMatch(programs::contains);
    }
}
