// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.recipe;

import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/** Gives every node without a tag of its own the same tag: nothing is guessed from a value's looks. */
final class PlainResolver extends Resolver {

    /** Whatever has another tag had it written in the file. */
    static final Tag UNTAGGED = new Tag("tag:seance.dev,2026:untagged");

    @Override
    protected void addImplicitResolvers() {
        // None of YAML 1.1's.
    }

    @Override
    public Tag resolve(NodeId kind, String value, boolean implicit) {
        return UNTAGGED;
    }
}
