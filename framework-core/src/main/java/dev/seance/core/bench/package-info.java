// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** Measures plugins through the API, and says on what machine. Not tests: a measurement here has no right value. */
package dev.seance.core.bench;
