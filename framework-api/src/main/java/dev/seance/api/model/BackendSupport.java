// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

import java.util.Set;

/**
 * What a backend can do, declared so that a plan can refuse what it cannot.
 *
 * @param architectures the designs it builds
 * @param precisions the number formats it computes in
 * @param devices what it computes on, given the right natives
 * @param windows whether it can keep layers from looking at the whole context; otherwise they do
 */
public record BackendSupport(
        Set<Architecture> architectures, Set<Precision> precisions, Set<Device> devices, boolean windows) {

    public BackendSupport {
        architectures = Set.copyOf(architectures);
        precisions = Set.copyOf(precisions);
        devices = Set.copyOf(devices);
    }
}
