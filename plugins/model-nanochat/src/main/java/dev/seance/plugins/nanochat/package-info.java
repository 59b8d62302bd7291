// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** The model family of nanochat. Start at {@link dev.seance.plugins.nanochat.Nanochat}; the model itself is nanochat.py. */
package dev.seance.plugins.nanochat;
