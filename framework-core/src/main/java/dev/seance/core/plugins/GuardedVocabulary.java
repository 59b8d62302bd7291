// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plugins;

import dev.seance.api.tokenizer.Encoder;
import dev.seance.api.tokenizer.SpecialToken;
import dev.seance.api.tokenizer.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A plugin's vocabulary at arm's length. Not a {@link PluginBoundary} alone: bits per byte asks for the length of every
 * token there is, and a proxy allocates for each. What is asked per token passes straight through, what is asked per
 * text goes through the boundary.
 */
final class GuardedVocabulary implements Vocabulary {

    private final Vocabulary direct;
    private final Vocabulary guarded;

    GuardedVocabulary(Vocabulary direct, Vocabulary guarded) {
        this.direct = direct;
        this.guarded = guarded;
    }

    @Override
    public int size() {
        return direct.size();
    }

    @Override
    public int id(SpecialToken token) {
        return direct.id(token);
    }

    @Override
    public OptionalInt find(SpecialToken token) {
        return direct.find(token);
    }

    @Override
    public int padding() {
        return direct.padding();
    }

    @Override
    public Map<String, Integer> specials() {
        return direct.specials();
    }

    @Override
    public int[] encode(CharSequence text) {
        return guarded.encode(text);
    }

    @Override
    public Encoder encoder() {
        return guarded.encoder();
    }

    @Override
    public String decode(int... ids) {
        return guarded.decode(ids);
    }

    @Override
    public byte[] bytes(int id) {
        return direct.bytes(id);
    }

    @Override
    public int byteLength(int id) {
        return direct.byteLength(id);
    }

    @Override
    public void save(Path folder) throws IOException {
        guarded.save(folder);
    }

    @Override
    public boolean equals(Object other) {
        return direct.equals(other instanceof GuardedVocabulary vocabulary ? vocabulary.direct : other);
    }

    @Override
    public int hashCode() {
        return direct.hashCode();
    }

    @Override
    public String toString() {
        return direct.toString();
    }
}
