// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** Scanned books page by page: what text recognition and transcription programs write, and what libraries put beside it. */
package dev.seance.plugins.scans;
