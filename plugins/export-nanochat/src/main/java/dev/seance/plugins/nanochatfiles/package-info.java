// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/**
 * Models as nanochat's own code keeps and loads them: checkpoints in the format of {@code torch.save}, a pickled
 * tokenizer. Start at {@link dev.seance.plugins.nanochatfiles.NanochatExporter}.
 */
package dev.seance.plugins.nanochatfiles;
