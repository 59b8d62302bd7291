// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

/** How one update changes the tensors of a group. */
public sealed interface UpdateRule permits AdamW, Muon {

    double learningRate();
}
