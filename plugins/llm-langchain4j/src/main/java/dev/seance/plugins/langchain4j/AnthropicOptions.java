// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.langchain4j;

import dev.seance.api.plugin.Option;

/** Options of {@link AnthropicProvider}. */
public record AnthropicOptions(
        @Option(
                doc = "The environment variable that holds the key.",
                defaultValue = "ANTHROPIC_API_KEY",
                excludedFromKey = Option.ANY)
        String keyEnv,

        @Option(
                doc = "The service's address.",
                defaultValue = "https://api.anthropic.com/v1",
                excludedFromKey = Option.ANY)
        String baseUrl,

        @Option(
                doc = "How long to wait for an answer.",
                defaultValue = "120",
                min = 1,
                unit = "seconds",
                excludedFromKey = Option.ANY)
        int timeout) {}
