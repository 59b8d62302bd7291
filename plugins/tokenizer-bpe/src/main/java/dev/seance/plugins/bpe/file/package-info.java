// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** The files: tokenizer.json, tokenizer_config.json, and ranks for tiktoken; ours and other people's. */
package dev.seance.plugins.bpe.file;
