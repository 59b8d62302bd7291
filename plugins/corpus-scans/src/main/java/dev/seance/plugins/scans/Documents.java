// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scans;

/** What is one document. */
public enum Documents {
    /** The pages of a folder or an archive, or those that a METS file lists. */
    FOLDERS,

    /** Each file. */
    FILES
}
