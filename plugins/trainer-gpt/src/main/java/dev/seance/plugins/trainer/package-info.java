// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/**
 * The training loop. Start at {@link dev.seance.plugins.trainer.Pretrain}, which lays out what is learnt, and go on to
 * {@link dev.seance.plugins.trainer.TrainingLoop}, which learns it.
 */
package dev.seance.plugins.trainer;
