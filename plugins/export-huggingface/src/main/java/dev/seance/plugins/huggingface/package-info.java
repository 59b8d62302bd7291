// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** Models as Hugging Face's transformers load them. */
package dev.seance.plugins.huggingface;
