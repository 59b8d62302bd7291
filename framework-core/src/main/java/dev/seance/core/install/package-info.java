// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** Plugins of the user's own: where they come from, what is noted of them, how they come and go. */
package dev.seance.core.install;
