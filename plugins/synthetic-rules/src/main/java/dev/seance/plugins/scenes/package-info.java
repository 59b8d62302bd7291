// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** Short conversations made by rules, out of what a corpus talks of: no language model is asked. */
package dev.seance.plugins.scenes;
