// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package org.example;

import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.plugin.Option;
import dev.seance.api.run.UserError;
import dev.seance.api.synthesis.LlmClient;
import dev.seance.api.synthesis.LlmProvider;
import jakarta.inject.Inject;
import java.net.URI;
import org.pf4j.Extension;

/** A language model behind an address that takes the conversation as plain text and answers with plain text. */
@Extension
@ExtensionSpec(
        name = "http",
        summary = "Posts the conversation to an address and takes what comes for the answer.",
        options = HttpLlm.Options.class)
public class HttpLlm implements LlmProvider {

    /** What a recipe may set. */
    public record Options(
            @Option(doc = "Where to post to; the model's name is added to it.", defaultValue = "")
            String address,

            @Option(doc = "The most that an answer may take.", defaultValue = "60", min = 1, unit = "seconds", excludedFromKey = Option.ANY)
            int timeout) {}

    private final Options options;

    @Inject
    public HttpLlm(Options options) {
        this.options = options;
    }

    @Override
    public LlmClient open(String model) {
        if (!options.address().matches("https?://.+")) {
            throw new UserError("address: '" + options.address() + "' is no address; set it to where the model is asked,"
                    + " such as http://localhost:8080/");
        }
        return new HttpLlmClient(URI.create(options.address()).resolve(model), options.timeout());
    }
}
