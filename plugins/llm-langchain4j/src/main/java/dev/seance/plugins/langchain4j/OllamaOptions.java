// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.langchain4j;

import dev.seance.api.plugin.Option;

/** Options of {@link OllamaProvider}. */
public record OllamaOptions(
        @Option(doc = "The server's address.", defaultValue = "http://localhost:11434", excludedFromKey = Option.ANY)
        String baseUrl,

        @Option(
                doc = "How long to wait for an answer; a model that is not in memory yet is loaded first.",
                defaultValue = "600",
                min = 1,
                unit = "seconds",
                excludedFromKey = Option.ANY)
        int timeout) {}
