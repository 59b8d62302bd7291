// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** Reads and writes safetensors files (https://github.com/huggingface/safetensors). */
package dev.seance.kit.safetensors;
