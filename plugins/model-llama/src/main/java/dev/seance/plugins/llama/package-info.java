// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** The model family of Llama 2. Start at {@link dev.seance.plugins.llama.Llama}; the model itself is llama.py. */
package dev.seance.plugins.llama;
