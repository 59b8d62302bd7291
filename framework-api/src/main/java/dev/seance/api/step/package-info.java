// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** What a step of a recipe is given to work on. */
package dev.seance.api.step;
