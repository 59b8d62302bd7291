// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/**
 * Implementation that plugins may use instead of writing it again: file formats, generation, templates. The contracts in
 * {@code dev.seance.api} never depend on it.
 */
package dev.seance.kit;
