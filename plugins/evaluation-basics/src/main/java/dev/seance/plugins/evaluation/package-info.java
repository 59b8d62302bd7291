// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** The two questions every run asks of its model: how well does it predict, and does it answer. */
package dev.seance.plugins.evaluation;
