// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** Finds conversations in novels: who speaks, what is said, and what is answered. */
package dev.seance.plugins.fiction;
