// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.synthesis;

/**
 * A provider whose service also answers requests in batches: later, and for less. An entry of the recipe's {@code llms}
 * that says {@code batch: true} must name one; a plan tells by this type whether it does.
 */
public interface BatchLlmProvider extends LlmProvider {

    /**
     * Opens a client for batches. The host closes it. Must not call the service.
     *
     * @param model the model's name at the service
     * @throws dev.seance.api.run.UserError as {@link #open}
     */
    LlmBatchClient openBatches(String model);
}
