// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

/** What may update a group of matrices. */
public enum RuleChoice {
    /** {@link dev.seance.api.model.Muon}, as the published model was trained. */
    MUON,

    /** The same, equilibrated: MuonEq and Muon+, as in nanochat of July 2026. */
    MUON_EQ,

    /** {@link dev.seance.api.model.AdamW}, as nearly every other model was. */
    ADAMW
}
