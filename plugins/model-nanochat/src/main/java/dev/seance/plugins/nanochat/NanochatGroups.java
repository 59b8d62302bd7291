// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.nanochat;

import dev.seance.api.model.AdamW;
import dev.seance.api.model.Muon;
import dev.seance.api.model.ParameterGroup;
import dev.seance.api.model.WidthScaling;

/**
 * The parameter groups with nanochat's hyperparameters of March 2026, tuned at depth 12 (width 768) with 524,288 tokens a
 * step. Its AdamW has an epsilon of 1e-10: gradients of a mean over half a million tokens are small, and 1e-8 would drown
 * the smallest.
 */
final class NanochatGroups {

    private static final double EPSILON = 1e-10;

    /** The gates of the value embeddings are matrices too, and nanochat's Muon moves them with the others. */
    static final ParameterGroup MATRICES = ParameterGroup.of(
                    "matrices",
                    "The layers' matrices, and the gates of their value embeddings.",
                    // nanochat has no numbers for AdamW on matrices; these are the usual ones.
                    new AdamW(0.002, 0.9, 0.95, EPSILON, 0.1))
            .scaledBy(WidthScaling.INVERSE)
            .withMuon(new Muon(0.02, 0.97, 0.9, 0.28));

    static final ParameterGroup EMBEDDING = ParameterGroup.of(
                    "embedding", "The token table.", new AdamW(0.3, 0.8, 0.995, EPSILON, 0.001))
            .scaledBy(WidthScaling.INVERSE_SQUARE_ROOT);

    static final ParameterGroup VALUE_EMBEDDINGS = ParameterGroup.of(
                    "value-embeddings",
                    "The tables of what a token adds to the values of attention.",
                    new AdamW(0.15, 0.8, 0.995, EPSILON, 0.01))
            .scaledBy(WidthScaling.INVERSE_SQUARE_ROOT);

    static final ParameterGroup HEAD = ParameterGroup.of(
                    "head", "The output matrix.", new AdamW(0.008, 0.8, 0.96, EPSILON, 0.01))
            .scaledBy(WidthScaling.INVERSE_SQUARE_ROOT);

    static final ParameterGroup RESID_LAMBDAS = ParameterGroup.of(
            "resid-lambdas",
            "How much of the residual stream enters each layer.",
            new AdamW(0.005, 0.8, 0.95, EPSILON, 0.05));

    static final ParameterGroup X0_LAMBDAS = ParameterGroup.of(
            "x0-lambdas",
            "How much of the embedded tokens is mixed into each layer.",
            new AdamW(0.5, 0.96, 0.95, EPSILON, 0));

    /** nanochat exempts this group from scaling with the batch, which at its own batch makes no difference. */
    static final ParameterGroup SMEAR = ParameterGroup.of(
            "smear",
            "What mixes a token's embedding with the one before it, and takes the middle layer out at the end.",
            new AdamW(0.2, 0.8, 0.95, EPSILON, 0));

    private NanochatGroups() {}
}
