// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** Sources that read transcribed books: TEI, Project Gutenberg's texts, and EPUB. */
package dev.seance.plugins.books;
