// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

import java.util.List;

/**
 * The model families that are installed: how a backend finds that of a checkpoint. The host implements it, and an extension
 * can have it injected. Safe for use by several threads.
 */
public interface ModelFamilies {

    /** The names of those that are installed, sorted. */
    List<String> names();

    /**
     * The family with that name.
     *
     * @throws dev.seance.api.run.UserError when it is not installed, naming those that are
     */
    ModelFamily<?> family(String architecture);

    /**
     * A model of a family.
     *
     * @throws dev.seance.api.run.UserError when the family is not installed
     * @throws IllegalArgumentException when the family has no model of these dimensions
     */
    default ModelConfig config(String architecture, ModelDimensions dimensions) {
        ModelFamily<?> family = family(architecture);
        return new ModelConfig(architecture, dimensions, family.tensors(dimensions), family.reference(dimensions));
    }
}
