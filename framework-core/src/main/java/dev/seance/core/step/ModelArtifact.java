// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.corpus.TagTemplate;
import dev.seance.api.model.Conditioning;
import dev.seance.api.model.TrainableModel;
import dev.seance.api.run.ArtifactKind;
import dev.seance.core.store.Artifact;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** A model's weights with its vocabulary, so that the folder is whole by itself. */
public final class ModelArtifact implements ArtifactType {

    /** The attribute with the template of the tags it was trained with, and its key in recipes. */
    public static final String TAGS = "tags";

    /** The attribute with the system prompt it was tuned with, and its key in recipes. */
    public static final String SYSTEM = "system";

    ModelArtifact() {}

    /** What stood before a model's texts, by the attributes of its manifest. */
    static Conditioning conditioning(Map<String, String> attributes) {
        return new Conditioning(
                Optional.ofNullable(attributes.get(TAGS)).map(TagTemplate::new),
                Optional.ofNullable(attributes.get(SYSTEM)));
    }

    /** Adds it to the attributes of a manifest. */
    static void addTo(Map<String, String> attributes, Conditioning conditioning) {
        conditioning.tags().ifPresent(tags -> attributes.put(TAGS, tags.text()));
        conditioning.system().ifPresent(system -> attributes.put(SYSTEM, system));
    }

    @Override
    public ArtifactKind kind() {
        return ArtifactKind.MODEL;
    }

    @Override
    public String noun() {
        return "a model";
    }

    @Override
    public String plural() {
        return "models";
    }

    /** Weights and vocabulary; not the optimiser's state, the curve, or the checkpoints that were kept. */
    @Override
    public boolean isContent(String path) {
        return path.indexOf('/') < 0 && !path.equals(TrainableModel.OPTIMIZER) && !path.equals(Artifact.CURVE);
    }

    @Override
    public void open(String name, Artifact artifact, InputCollector inputs) throws IOException {
        inputs.addModel(name, artifact);
    }
}
