// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

import dev.seance.api.corpus.TagTemplate;
import java.util.Objects;
import java.util.Optional;

/**
 * What stands before texts when a model is trained, and so must stand there when it is used.
 *
 * @param tags before each document; empty for nothing
 * @param system the system prompt of conversations that have none of their own; empty for nothing, never blank
 */
public record Conditioning(Optional<TagTemplate> tags, Optional<String> system) {

    /** Nothing. */
    public static final Conditioning NONE = new Conditioning(Optional.empty(), Optional.empty());

    public Conditioning {
        Objects.requireNonNull(tags, "tags");
        Objects.requireNonNull(system, "system");
        if (system.filter(String::isBlank).isPresent()) {
            throw new IllegalArgumentException("a blank system prompt");
        }
    }

    /** This, and where it says nothing what the other says: of a model that is trained on, for instance. */
    public Conditioning or(Conditioning other) {
        return new Conditioning(tags.or(other::tags), system.or(other::system));
    }

    /** Tags alone. */
    public static Conditioning tagged(TagTemplate tags) {
        return new Conditioning(Optional.of(tags), Optional.empty());
    }
}
