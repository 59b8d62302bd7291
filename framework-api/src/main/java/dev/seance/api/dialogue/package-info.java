// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** Conversations: found, invented, and turned into tokens. */
package dev.seance.api.dialogue;
