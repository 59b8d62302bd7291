// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** Checkpoints and text generation, on top of the model contracts. */
package dev.seance.kit.model;
