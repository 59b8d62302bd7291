// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

import java.util.List;

/**
 * What a backend found when it looked at the machine, for {@code seance doctor}.
 *
 * @param usable whether it can train here as it is set up
 * @param findings one line each, in plain words: engine and version, device, precision and why, threads
 * @param remedies what to do, one command or sentence each; empty when all is well
 */
public record BackendDiagnosis(boolean usable, List<String> findings, List<String> remedies) {

    public BackendDiagnosis {
        findings = List.copyOf(findings);
        remedies = List.copyOf(remedies);
    }
}
