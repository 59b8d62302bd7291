// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.plugin;

/** The options of an extension that has none. */
public record NoOptions() {}
