// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** Models as llama.cpp loads them. */
package dev.seance.plugins.gguf;
