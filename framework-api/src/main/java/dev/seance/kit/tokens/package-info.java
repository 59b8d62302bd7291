// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** Token shards and encoding of whole corpora. */
package dev.seance.kit.tokens;
