// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/**
 * From a recipe's raw settings to an extension's options record, strictly: every mistake is located, every default
 * filled in, and each value has one canonical spelling for the plan's table and the fingerprint.
 */
package dev.seance.core.options;
