// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** Models served over the network. */
package dev.seance.api.serving;
