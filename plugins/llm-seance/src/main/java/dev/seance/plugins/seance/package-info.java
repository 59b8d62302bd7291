// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** Models that were trained here, as language models that steps may ask. */
package dev.seance.plugins.seance;
