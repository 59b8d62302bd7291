// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** Texts from records: the British Library's digitised books page by page, and JSONL, CSV and Parquet with a mapping of fields. */
package dev.seance.plugins.records;
