// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** Documents, where they come from, and which of them stay. */
package dev.seance.api.corpus;
