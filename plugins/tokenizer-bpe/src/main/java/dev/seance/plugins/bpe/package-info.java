// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/**
 * Byte-level byte-pair encoding: a vocabulary trained from a corpus, kept in Hugging Face's {@code tokenizer.json}.
 *
 * <p>Start reading at {@link dev.seance.plugins.bpe.BpeTokenizer}. Text becomes UTF-8 ({@code Utf8Text}), UTF-8 becomes
 * pieces ({@code PieceScanner}), pieces are counted ({@code CorpusCounter}) and merges learnt ({@code MergeTrainer}), or
 * pieces are merged into tokens ({@code PieceEncoder}). Everything inside works on bytes and on <em>symbols</em>: 0 to
 * 255 for the single bytes, 256 + k for what the k-th merge makes. Only {@code BpeVocabulary} knows that special tokens
 * take the first ids.
 */
package dev.seance.plugins.bpe;
