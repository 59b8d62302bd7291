// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.langchain4j;

import dev.seance.api.synthesis.LlmProvider;
import java.time.Clock;
import java.util.Optional;
import org.pf4j.ExtensionPoint;

class OpenAiProviderTest extends ProviderLaws {

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return OpenAiProvider.class;
    }

    @Override
    LlmProvider at(String address, int timeout) {
        return new OpenAiProvider(
                new OpenAiOptions("A_KEY", address + "/v1", timeout),
                Clock.systemUTC(),
                name -> name.equals("A_KEY") ? KEY : null);
    }

    @Override
    boolean sendsKey() {
        return true;
    }

    @Override
    protected Optional<LlmProvider> unconfigured() {
        return Optional.of(new OpenAiProvider(
                new OpenAiOptions("A_KEY", OpenAiOptions.OFFICIAL, 1), Clock.systemUTC(), name -> null));
    }
}
