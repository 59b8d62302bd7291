// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/**
 * The training loop. Start at {@link dev.seance.plugins.trainer.Pretrain}, which prepares the data, and go on to {@link
 * dev.seance.plugins.trainer.TrainingLoop}, which trains on it.
 */
package dev.seance.plugins.trainer;
