// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** What a model is, and the engine that runs it. */
package dev.seance.api.model;
