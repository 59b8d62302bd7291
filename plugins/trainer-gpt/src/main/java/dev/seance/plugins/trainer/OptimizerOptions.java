// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.model.ParameterGroup;
import dev.seance.api.plugin.Option;
import java.util.Optional;

/**
 * What the options say about each group of tensors; what they do not say is derived. Tuned numbers stand in
 * {@link ReferenceHyperparameters}.
 *
 * @param matrices the layers' matrices and the gates of their values
 * @param embedding the token table
 * @param valueEmbeddings the tables of values
 * @param head the output matrix
 * @param residLambdas how much of the stream each layer takes on
 * @param x0Lambdas how much of the embedded tokens each layer mixes in
 * @param smear smear and backout
 * @param norms weights of the normalisations
 * @param epsilon AdamW's
 */
public record OptimizerOptions(
        @Option(doc = "The layers' matrices, and the gates of their values.")
        Optional<MatrixOptions> matrices,

        @Option(
                doc =
                        "The token table: rate 0.3 (llama 0.06, or 0.008 where it is the output matrix too), betas 0.8 and 0.995, decay 0.001.")
        Optional<AdamOptions> embedding,

        @Option(doc = "The tables of values: half the token table's rate, betas 0.8 and 0.995, decay 0.01.")
        Optional<AdamOptions> valueEmbeddings,

        @Option(doc = "The output matrix: rate 0.008, betas 0.8 and 0.96, decay 0.01.")
        Optional<AdamOptions> head,

        @Option(doc = "How much of the stream each layer takes on: rate 0.005, betas 0.8 and 0.95, decay 0.05.")
        Optional<AdamOptions> residLambdas,

        @Option(doc = "How much of the embedded tokens each layer mixes in: rate 0.5, betas 0.96 and 0.95, no decay.")
        Optional<AdamOptions> x0Lambdas,

        @Option(doc = "Smear and backout: rate 0.2, betas 0.8 and 0.95, no decay.")
        Optional<AdamOptions> smear,

        @Option(doc = "Weights of the normalisations: rate 0.005, betas 0.8 and 0.95, no decay.")
        Optional<AdamOptions> norms,

        @Option(
                doc =
                        "AdamW's epsilon; 1e-10 where not given: gradients of a mean over half a million tokens are small,"
                                + " and 1e-8 would drown the smallest.",
                min = 1e-30,
                max = 1)
        Optional<Double> epsilon) {

    static final OptimizerOptions DERIVED = new OptimizerOptions(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    private static final double EPSILON = 1e-10;

    MatrixOptions forMatrices() {
        return matrices.orElse(MatrixOptions.DERIVED);
    }

    /** What is said about a group that AdamW changes in any case. */
    AdamOptions of(ParameterGroup group) {
        Optional<AdamOptions> said =
                switch (group) {
                    case EMBEDDING -> embedding;
                    case VALUE_EMBEDDINGS -> valueEmbeddings;
                    case HEAD -> head;
                    case RESID_LAMBDAS -> residLambdas;
                    case X0_LAMBDAS -> x0Lambdas;
                    case SMEAR -> smear;
                    case NORMS -> norms;
                    case MATRICES, VALUE_GATES -> throw new IllegalArgumentException(group + " are matrices");
                };
        return said.orElse(AdamOptions.DERIVED);
    }

    double theEpsilon() {
        return epsilon.orElse(EPSILON);
    }
}
