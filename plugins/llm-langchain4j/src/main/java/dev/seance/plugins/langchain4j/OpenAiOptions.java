// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.langchain4j;

import dev.seance.api.plugin.Option;

/** Options of {@link OpenAiProvider}. */
public record OpenAiOptions(
        @Option(
                doc = "The environment variable that holds the key. A server of one's own may do without.",
                defaultValue = "OPENAI_API_KEY",
                excludedFromKey = Option.ANY)
        String keyEnv,

        @Option(
                doc = "The service's address, with its version: any that speaks the same protocol, such as"
                        + " http://localhost:8000/v1 of vLLM, llama.cpp or LM Studio.",
                defaultValue = OpenAiOptions.OFFICIAL)
        String baseUrl,

        @Option(
                doc =
                        "Whether requests say a temperature. Newer models of OpenAI refuse any but their own: false for those.",
                defaultValue = "true")
        boolean sendTemperature,

        @Option(
                doc = "How long to wait for an answer.",
                defaultValue = "120",
                min = 1,
                unit = "seconds",
                excludedFromKey = Option.ANY)
        int timeout) {

    static final String OFFICIAL = "https://api.openai.com/v1";

    boolean official() {
        return baseUrl.equals(OFFICIAL);
    }
}
