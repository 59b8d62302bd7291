// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** Text to tokens and back. */
package dev.seance.api.tokenizer;
