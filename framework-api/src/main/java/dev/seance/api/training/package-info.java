// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** The loop that turns text into weights. */
package dev.seance.api.training;
