// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.llm;

import dev.seance.api.synthesis.LlmClient;
import dev.seance.core.recipe.LlmTerms;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A language model that is open, and how hard it may be pressed by all steps together. Safe for use by several threads. */
final class OpenLlm {

    private static final long LOOK_MILLIS = 100;

    private final String provider;
    private final String model;
    private final Map<String, String> options;
    private final LlmTerms terms;
    private final LlmClient client;
    private final Optional<BatchQueue> batches;
    private final RequestRate rate;
    private final Semaphore places;

    /**
     * @param provider the provider's name
     * @param model the model's name at the service
     * @param options the provider's options that answers depend on, and the model's revision
     * @param batches where requests wait for batches; empty for a model that is asked singly
     */
    OpenLlm(
            String provider,
            String model,
            Map<String, String> options,
            LlmTerms terms,
            LlmClient client,
            Optional<BatchQueue> batches) {
        this.provider = provider;
        this.model = model;
        this.options = Map.copyOf(options);
        this.terms = terms;
        this.client = client;
        this.batches = batches;
        this.rate = new RequestRate(terms);
        this.places = new Semaphore(terms.concurrency(), true);
    }

    String provider() {
        return provider;
    }

    String model() {
        return model;
    }

    Map<String, String> options() {
        return options;
    }

    LlmTerms terms() {
        return terms;
    }

    LlmClient client() {
        return client;
    }

    Optional<BatchQueue> batches() {
        return batches;
    }

    RequestRate rate() {
        return rate;
    }

    /** Waits until one more request may be under way. */
    void enter(Waiting waiting) {
        waiting.check();
        try {
            while (!places.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                waiting.check();
            }
        } catch (InterruptedException e) {
            throw waiting.interrupted();
        }
    }

    void leave() {
        places.release();
    }

    /** At the end of the run. */
    void close() {
        batches.ifPresent(BatchQueue::close);
        client.close();
    }
}
