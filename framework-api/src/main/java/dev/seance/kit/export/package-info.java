// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** What exporters have in common: where weights lie, a forward pass in plain Java to check files with, the model card. */
package dev.seance.kit.export;
