// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/**
 * Models on PyTorch. A model, its training step and its decoder are a TorchScript program, the resource
 * {@code nanochat.py} or {@code llama.py} with {@code language_model.py} and {@code optimizers.py} after it; the classes
 * here fill in a shape, run its methods through DJL, and move weights to and from files.
 *
 * <p>Start reading at {@link dev.seance.plugins.pytorch.PyTorchBackend}, then {@code PyTorchTrainableModel}, then the
 * program itself.
 */
package dev.seance.plugins.pytorch;
