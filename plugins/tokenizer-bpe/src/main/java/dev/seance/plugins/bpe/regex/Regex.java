// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.regex;

import dev.seance.plugins.bpe.unicode.CharacterSet;
import java.util.List;

/** A regular expression, as {@link RegexParser} understands it and {@link RegexProgram} compiles it. */
public sealed interface Regex {

    /** More than any text is long; also "without limit" in {@link Repeat}. */
    int UNLIMITED = Integer.MAX_VALUE;

    /** The fewest characters it matches. */
    int minLength();

    /** The most characters it matches; {@link #UNLIMITED} when there is no such number. */
    int maxLength();

    /** Adds its instructions. */
    void compile(RegexProgram program);

    /** One character of a set. */
    record One(CharacterSet set) implements Regex {
        @Override
        public int minLength() {
            return 1;
        }

        @Override
        public int maxLength() {
            return 1;
        }

        @Override
        public void compile(RegexProgram program) {
            program.one(this);
        }
    }

    /** One after the other. */
    record Sequence(List<Regex> parts) implements Regex {
        public Sequence {
            parts = List.copyOf(parts);
        }

        @Override
        public int minLength() {
            return parts.stream().mapToInt(Regex::minLength).reduce(0, Regex::sum);
        }

        @Override
        public int maxLength() {
            return parts.stream().mapToInt(Regex::maxLength).reduce(0, Regex::sum);
        }

        @Override
        public void compile(RegexProgram program) {
            parts.forEach(part -> part.compile(program));
        }
    }

    /** The first that leads to a match. */
    record Choice(List<Regex> branches) implements Regex {
        public Choice {
            branches = List.copyOf(branches);
        }

        @Override
        public int minLength() {
            return branches.stream().mapToInt(Regex::minLength).min().orElse(0);
        }

        @Override
        public int maxLength() {
            return branches.stream().mapToInt(Regex::maxLength).max().orElse(0);
        }

        @Override
        public void compile(RegexProgram program) {
            program.choice(branches);
        }
    }

    /** The same several times, as often as possible first, or as seldom ({@code lazy}). */
    record Repeat(Regex body, int from, int to, boolean lazy) implements Regex {
        @Override
        public int minLength() {
            return product(body.minLength(), from);
        }

        @Override
        public int maxLength() {
            return product(body.maxLength(), to);
        }

        @Override
        public void compile(RegexProgram program) {
            program.repeat(this);
        }
    }

    /** The first way to match the body, and no other. */
    record Atomic(Regex body) implements Regex {
        @Override
        public int minLength() {
            return body.minLength();
        }

        @Override
        public int maxLength() {
            return body.maxLength();
        }

        @Override
        public void compile(RegexProgram program) {
            program.atomic(body);
        }
    }

    /** Whether the body matches here, or does not, without moving. */
    record Ahead(Regex body, boolean negative) implements Regex {
        @Override
        public int minLength() {
            return 0;
        }

        @Override
        public int maxLength() {
            return 0;
        }

        @Override
        public void compile(RegexProgram program) {
            program.ahead(this);
        }
    }

    /** The end of the text. */
    record End() implements Regex {
        @Override
        public int minLength() {
            return 0;
        }

        @Override
        public int maxLength() {
            return 0;
        }

        @Override
        public void compile(RegexProgram program) {
            program.end();
        }
    }

    private static int sum(int a, int b) {
        return (int) Math.min((long) a + b, UNLIMITED);
    }

    private static int product(int a, int b) {
        return (int) Math.min((long) a * b, UNLIMITED);
    }
}
