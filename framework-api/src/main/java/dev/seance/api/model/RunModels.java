// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

/** The models that runs on this machine have made; a service of the host. Safe for use by several threads. */
public interface RunModels {

    /**
     * Finds a model without loading its weights.
     *
     * @param name a recipe's name, for its newest finished run, or {@code recipe/n}; behind a colon the step whose model is
     *     meant, where it is not the last: {@code victorian/3:base}
     * @throws dev.seance.api.run.UserError when there is none, saying which there are or how one is made
     */
    RunModel find(String name);
}
