// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** Models for other programs, and from them. */
package dev.seance.api.export;
