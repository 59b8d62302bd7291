// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** Conversations of one's own, out of files. */
package dev.seance.plugins.dialogues;
