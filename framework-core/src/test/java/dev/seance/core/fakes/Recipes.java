// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.fakes;

/** Recipes for the {@link Fakes}. */
public final class Recipes {

    /** A step of every kind. */
    public static final String WHOLE = """
            recipe: whole
            seed: 7
            backend: toy
            steps:
              books:
                corpus: letters
                validation-fraction: 0.2
                filters: [long-enough]
              vocabulary: {tokenizer: bytes, from: books}
              base:
                trainer: pretrain
                from: [books, vocabulary]
                model: {architecture: toy, depth: 1, width: 32, heads: 2, context: 16}
              pairs: {dialogue: quotes, from: books}
              scenes:
                synthetic: echo
                from: pairs
                with: {llm: polly}
              chat: {trainer: finetune, from: [base, pairs, scenes]}
              audit: {evaluate: count, from: [books, chat]}
              files: {export: copy, from: chat}
            llms:
              polly: {provider: parrot, model: small}
            """;

    private Recipes() {}
}
