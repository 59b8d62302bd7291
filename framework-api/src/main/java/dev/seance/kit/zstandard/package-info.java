// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** Decompresses Zstandard (RFC 8878) in plain Java, so that the kit needs no library and a plugin no native code for it. */
package dev.seance.kit.zstandard;
