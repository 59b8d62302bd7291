// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scenes;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** A piece of a line of {@code scenes.txt}. */
sealed interface Phrase {

    /** Writes the phrase, with choices made and slots filled. */
    void expand(Expansion expansion);

    /** Visits the names of all slots within. */
    void slots(Consumer<String> visitor);

    /** Words as they stand. */
    record Words(String text) implements Phrase {

        public Words {
            Objects.requireNonNull(text, "text");
        }

        @Override
        public void expand(Expansion expansion) {
            expansion.append(text);
        }

        @Override
        public void slots(Consumer<String> visitor) {}
    }

    /** {@code {name}}: to be filled in. */
    record Slot(String name) implements Phrase {

        public Slot {
            Objects.requireNonNull(name, "name");
        }

        @Override
        public void expand(Expansion expansion) {
            expansion.fill(name);
        }

        @Override
        public void slots(Consumer<String> visitor) {
            visitor.accept(name);
        }
    }

    /** {@code (a|b|c)}: one of several. */
    record Choice(List<Phrase> phrases) implements Phrase {

        public Choice {
            phrases = List.copyOf(phrases);
        }

        @Override
        public void expand(Expansion expansion) {
            expansion.pick(phrases).expand(expansion);
        }

        @Override
        public void slots(Consumer<String> visitor) {
            phrases.forEach(phrase -> phrase.slots(visitor));
        }
    }

    /** One after the other. */
    record Sequence(List<Phrase> phrases) implements Phrase {

        public Sequence {
            phrases = List.copyOf(phrases);
        }

        @Override
        public void expand(Expansion expansion) {
            phrases.forEach(phrase -> phrase.expand(expansion));
        }

        @Override
        public void slots(Consumer<String> visitor) {
            phrases.forEach(phrase -> phrase.slots(visitor));
        }
    }
}
