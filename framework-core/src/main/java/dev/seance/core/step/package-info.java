// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/**
 * The kinds of steps and of artifacts, one descriptor each, and the executors that do their work. Start at
 * {@link dev.seance.core.step.StepKind}.
 */
package dev.seance.core.step;
