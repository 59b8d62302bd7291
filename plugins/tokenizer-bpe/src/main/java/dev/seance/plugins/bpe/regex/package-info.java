// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** Regular expressions over UTF-8, for split patterns without a scanner of their own. */
package dev.seance.plugins.bpe.regex;
