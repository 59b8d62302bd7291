// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** The chat template: conversations as tokens with a loss mask. */
package dev.seance.kit.chat;
