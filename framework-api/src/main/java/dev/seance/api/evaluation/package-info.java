// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** What the models, corpora and dialogues are worth. */
package dev.seance.api.evaluation;
