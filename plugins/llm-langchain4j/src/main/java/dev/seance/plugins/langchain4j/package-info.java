// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** Language models behind the protocols of Anthropic, OpenAI and Ollama. */
package dev.seance.plugins.langchain4j;
