// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/**
 * What a Seance plugin sees. Ten extension points, each in the package of its noun; the values that pass through them;
 * and {@link dev.seance.api.plugin}, by which an extension tells the host what it is.
 */
package dev.seance.api;
