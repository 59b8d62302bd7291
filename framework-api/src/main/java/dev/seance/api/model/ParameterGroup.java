// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

import java.util.Objects;
import java.util.Optional;

/**
 * Tensors that an optimizer treats alike, as a {@link ModelFamily} declares them, with the hyperparameters that were tuned
 * for them on the family's {@link ReferenceRun}. A trainer scales these to the model and the batch at hand.
 *
 * @param name what recipes call it, unique in the model: lower-case words joined by hyphens, such as {@code embedding}
 * @param doc which tensors these are, one sentence
 * @param adamW the tuned hyperparameters of AdamW
 * @param widthScaling how the learning rate of {@code adamW} depends on the model's width
 * @param muon the tuned hyperparameters of Muon, its momentum being the highest of a training. Present for groups of
 *     stacked matrices, {@code [layers, out, in]}, which alone Muon can move, and then used unless a recipe says otherwise
 */
public record ParameterGroup(String name, String doc, AdamW adamW, WidthScaling widthScaling, Optional<Muon> muon) {

    private static final String NAME = "[a-z][a-z0-9]*(-[a-z0-9]+)*";

    public ParameterGroup {
        Objects.requireNonNull(adamW, "adamW");
        Objects.requireNonNull(widthScaling, "widthScaling");
        Objects.requireNonNull(muon, "muon");
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException(
                    "a parameter group is named '" + name + "'; a name is lower-case words joined by hyphens");
        }
        if (doc.isBlank()) {
            throw new IllegalArgumentException("parameter group '" + name + "' has no documentation");
        }
    }

    /** A group that AdamW moves, at a learning rate that does not depend on the width. */
    public static ParameterGroup of(String name, String doc, AdamW adamW) {
        return new ParameterGroup(name, doc, adamW, WidthScaling.NONE, Optional.empty());
    }

    /** The same group with AdamW's learning rate scaled by the width in that way. */
    public ParameterGroup scaledBy(WidthScaling scaling) {
        return new ParameterGroup(name, doc, adamW, scaling, muon);
    }

    /** The same group, moved by Muon unless a recipe says otherwise. */
    public ParameterGroup withMuon(Muon rule) {
        return new ParameterGroup(name, doc, adamW, widthScaling, Optional.of(rule));
    }

    /** Whether its tensors are stacks of matrices, which {@link Muon} can move. */
    public boolean matrices() {
        return muon.isPresent();
    }

    /** What moves it where a recipe says nothing, at the hyperparameters of the reference run. */
    public UpdateRule reference() {
        return muon.isPresent() ? muon.get() : adamW;
    }
}
