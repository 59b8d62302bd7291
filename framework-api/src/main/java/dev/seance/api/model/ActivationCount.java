// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

/**
 * How many numbers the forward pass of a program saves for its backward pass, per token, so that a backend can predict how
 * much memory a training takes.
 *
 * @param layer numbers in the compute precision that each layer saves
 * @param layerFp32 numbers in fp32 that each layer saves
 * @param outside numbers in the compute precision saved before the first layer and after the last, with the gradient that
 *     enters the last layer
 * @param residualGradients how many gradients of the residual stream, each as wide as the model, exist at one time
 */
public record ActivationCount(long layer, long layerFp32, long outside, int residualGradients) {

    public ActivationCount {
        if (layer < 0 || layerFp32 < 0 || outside < 0 || residualGradients < 0) {
            throw new IllegalArgumentException("an activation count of " + layer + ", " + layerFp32 + ", " + outside
                    + " and " + residualGradients + ": one is negative");
        }
    }
}
