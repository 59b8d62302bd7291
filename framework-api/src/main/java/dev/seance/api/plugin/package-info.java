// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/**
 * How an extension tells the host what it is: {@link dev.seance.api.plugin.ExtensionSpec} on the class,
 * {@link dev.seance.api.plugin.Option} on each component of its options record.
 */
package dev.seance.api.plugin;
