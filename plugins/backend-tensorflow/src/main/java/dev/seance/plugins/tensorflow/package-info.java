// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/**
 * Models on TensorFlow. The architectures that it knows are graphs, built once a model with sizes of batches left open, so
 * that one graph serves them all; weights, gradients and the optimizer's state are variables of the model's session.
 *
 * <p>Start reading at {@link dev.seance.plugins.tensorflow.TensorFlowBackend}, then {@code TensorFlowTrainableModel}, then
 * {@code LlamaGraph}.
 */
package dev.seance.plugins.tensorflow;
