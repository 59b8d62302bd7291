// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** Models in one file, to take to another machine. */
package dev.seance.core.bundle;
