// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** Decoding of text files. */
package dev.seance.kit.text;
