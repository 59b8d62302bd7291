// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** Answers as a file says, in place of a language model. */
package dev.seance.plugins.scripted;
