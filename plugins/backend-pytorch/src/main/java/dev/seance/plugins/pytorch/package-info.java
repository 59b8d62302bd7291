// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/**
 * Models on PyTorch. A model, its training step and its decoder are a TorchScript program, the text of a model family such as
 * {@code nanochat.py} with what all architectures share after it; the classes here fill in a configuration, run its methods
 * through DJL, and save and load weights.
 *
 * <p>Start reading at {@link dev.seance.plugins.pytorch.PyTorchBackend}, then {@code PyTorchTrainableModel}, then the
 * program itself.
 */
package dev.seance.plugins.pytorch;
