// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.langchain4j;

import dev.seance.api.synthesis.LlmProvider;
import java.time.Clock;
import java.util.Optional;
import org.pf4j.ExtensionPoint;

class OllamaProviderTest extends ProviderLaws {

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return OllamaProvider.class;
    }

    @Override
    LlmProvider at(String address, int timeout) {
        return new OllamaProvider(new OllamaOptions(address, timeout), Clock.systemUTC());
    }

    @Override
    boolean sendsKey() {
        return false;
    }

    @Override
    protected Optional<LlmProvider> unconfigured() {
        return Optional.of(new OllamaProvider(new OllamaOptions("localhost", 1), Clock.systemUTC()));
    }

    @Override
    String limit() {
        return "\"num_predict\"";
    }
}
