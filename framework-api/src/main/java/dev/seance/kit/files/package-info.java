// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** Files as sources read them: which files of a folder are texts, how they are opened, what they hold. */
package dev.seance.kit.files;
