// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/**
 * Byte-level byte-pair encoding: a vocabulary trained from a corpus, saved as Hugging Face's {@code tokenizer.json}.
 *
 * <p>Start reading at {@link dev.seance.plugins.bpe.BpeTokenizer}. Dependencies point one way:
 *
 * <pre>
 * unicode &lt;- regex &lt;- split &lt;- model &lt;- training, encoding, file &lt;- this package
 * </pre>
 *
 * Text becomes UTF-8 ({@code Utf8Text}), UTF-8 becomes pieces ({@code PieceScanner}), as tiktoken calls what Hugging
 * Face's library calls pre-tokens: a word with its space, a number, a run of punctuation. Pieces are counted ({@code
 * CorpusCounter}) and merges are trained ({@code MergeTrainer}), or pieces are merged into tokens ({@code TextEncoder}).
 * Everything inside works on bytes and on <em>symbols</em>: 0 to 255 for the single bytes, 256 + k for what the k-th
 * merge makes. Only {@code TokenIds} knows their ids and those of the special tokens.
 *
 * <p>Pieces: {@code SplitPattern} names the patterns; each has a rule that goes from character to character ({@code
 * GptScanner} and the like), which is the reference, and a scanner of 64 bytes at once ({@code BlockScanner}), which is used.
 * Any other pattern is a regular expression. The classes of characters come from the tables of one Unicode version, which {@code
 * UnicodeTables}, in the tests, writes.
 *
 * <p>Files: {@code docs/vocabulary-files.md} says what each is for; {@code docs/scripts/check-tokenizer-clients.mjs}
 * checks them with the programs they are for.
 */
package dev.seance.plugins.bpe;
