// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scenes;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A piece of a line of {@code scenes.txt}. */
sealed interface Phrase {

    /** Writes the phrase, with choices made and slots filled. */
    void expand(Expansion expansion);

    /** Visits the names of all slots within. */
    void slots(Consumer<String> visitor);

    /**
     * What of it can be said in a year; empty where nothing can.
     *
     * @param canFill whether there is something for a slot in that year
     */
    Optional<Phrase> at(int year, Predicate<String> canFill);

    /** Every way to choose within it, with its slots as they stand: what can be said, whoever and wherever it is said of. */
    Set<String> skeletons();

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

        @Override
        public Optional<Phrase> at(int year, Predicate<String> canFill) {
            return Optional.of(this);
        }

        @Override
        public Set<String> skeletons() {
            return Set.of(text);
        }
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

        @Override
        public Optional<Phrase> at(int year, Predicate<String> canFill) {
            return canFill.test(name) ? Optional.of(this) : Optional.empty();
        }

        @Override
        public Set<String> skeletons() {
            return Set.of("{" + name + "}");
        }
    }

    /** {@code <1840-1870>...}: said in these years only. */
    record Dated(Years years, Phrase phrase) implements Phrase {

        public Dated {
            Objects.requireNonNull(years, "years");
            Objects.requireNonNull(phrase, "phrase");
        }

        @Override
        public void expand(Expansion expansion) {
            throw new IllegalStateException("a dated phrase was not settled for a year: " + this);
        }

        @Override
        public void slots(Consumer<String> visitor) {
            phrase.slots(visitor);
        }

        @Override
        public Optional<Phrase> at(int year, Predicate<String> canFill) {
            return years.contain(year) ? phrase.at(year, canFill) : Optional.empty();
        }

        @Override
        public Set<String> skeletons() {
            return phrase.skeletons();
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

        @Override
        public Optional<Phrase> at(int year, Predicate<String> canFill) {
            List<Phrase> left = phrases.stream()
                    .flatMap(phrase -> phrase.at(year, canFill).stream())
                    .toList();
            return left.isEmpty() ? Optional.empty() : Optional.of(new Choice(left));
        }

        @Override
        public Set<String> skeletons() {
            Set<String> all = new LinkedHashSet<>();
            phrases.forEach(phrase -> all.addAll(phrase.skeletons()));
            return all;
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

        @Override
        public Optional<Phrase> at(int year, Predicate<String> canFill) {
            List<Phrase> left = phrases.stream()
                    .flatMap(phrase -> phrase.at(year, canFill).stream())
                    .toList();
            return left.size() < phrases.size() ? Optional.empty() : Optional.of(new Sequence(left));
        }

        @Override
        public Set<String> skeletons() {
            Set<String> all = Set.of("");
            for (Phrase phrase : phrases) {
                Set<String> longer = new LinkedHashSet<>();
                for (String beginning : all) {
                    phrase.skeletons().forEach(next -> longer.add(beginning + next));
                }
                all = longer;
            }
            return all;
        }
    }
}
