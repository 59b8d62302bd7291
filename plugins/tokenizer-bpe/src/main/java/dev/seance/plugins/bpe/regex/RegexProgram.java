// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.regex;

import dev.seance.api.run.UserError;
import dev.seance.plugins.bpe.unicode.CharacterSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A regular expression as instructions for a machine that tries one way after the other and comes back to the last choice
 * when one fails (Thompson's construction; the backtracking virtual machine of Cox, <i>Regular Expression Matching: the
 * Virtual Machine Approach</i>, 2009). It reads UTF-8, and its choices lie on a stack of its own, so that no text is too
 * long for it.
 *
 * <p>Not {@code java.util.regex}: there, <code>\p{L}</code> is whatever the running JDK's Unicode version says, and a set
 * of 660 ranges in its place is tried range by range.
 */
public final class RegexProgram {

    /** One character of set {@code a}. */
    static final int ONE = 0;
    /** As many characters of set {@code a} as there are, at least {@code b}, at most {@code c}; fewer on return. */
    static final int RUN = 1;
    /** The same, but never fewer. */
    static final int RUN_ATOMIC = 2;
    /** Go on at {@code a}; on return, at {@code b}. */
    static final int FORK = 3;
    /** Go on at {@code a}. */
    static final int JUMP = 4;
    /** What follows, up to its {@link #DONE}, as one; then go on at {@code a}. */
    static final int ATOMIC = 5;
    /** What follows, up to its {@link #DONE}, must match; then go on at {@code a} without having moved. */
    static final int AHEAD = 6;
    /** The same, but must not match. */
    static final int NOT_AHEAD = 7;
    /** Only at the end of the text. */
    static final int END = 8;
    /** Matched. */
    static final int DONE = 9;

    private static final int WIDTH = 4;
    private static final int MAX_INSTRUCTIONS = 100_000;

    private int[] code = new int[16 * WIDTH];
    private int length;
    private final List<CharacterSet> sets = new ArrayList<>();

    private RegexProgram() {}

    public static RegexProgram compile(Regex regex) {
        RegexProgram program = new RegexProgram();
        regex.compile(program);
        program.add(DONE, 0, 0, 0);
        return program;
    }

    int operation(int at) {
        return code[at * WIDTH];
    }

    int a(int at) {
        return code[at * WIDTH + 1];
    }

    int b(int at) {
        return code[at * WIDTH + 2];
    }

    int c(int at) {
        return code[at * WIDTH + 3];
    }

    CharacterSet set(int at) {
        return sets.get(a(at));
    }

    void one(Regex.One one) {
        add(ONE, set(one), 0, 0);
    }

    void end() {
        add(END, 0, 0, 0);
    }

    void ahead(Regex.Ahead ahead) {
        enclosed(ahead.negative() ? NOT_AHEAD : AHEAD, ahead.body());
    }

    void choice(List<Regex> branches) {
        List<Integer> jumps = new ArrayList<>();
        for (Regex branch : branches.subList(0, branches.size() - 1)) {
            int fork = add(FORK, length + 1, 0, 0);
            branch.compile(this);
            jumps.add(add(JUMP, 0, 0, 0));
            code[fork * WIDTH + 2] = length;
        }
        branches.get(branches.size() - 1).compile(this);
        jumps.forEach(jump -> code[jump * WIDTH + 1] = length);
    }

    void atomic(Regex body) {
        if (body instanceof Regex.Repeat repeat && repeat.body() instanceof Regex.One one && !repeat.lazy()) {
            add(RUN_ATOMIC, set(one), repeat.from(), repeat.to());
        } else {
            enclosed(ATOMIC, body);
        }
    }

    private void enclosed(int operation, Regex body) {
        int opening = add(operation, 0, 0, 0);
        body.compile(this);
        add(DONE, 0, 0, 0);
        code[opening * WIDTH + 1] = length;
    }

    void repeat(Regex.Repeat repeat) {
        if (repeat.body() instanceof Regex.One one && !repeat.lazy()) {
            add(RUN, set(one), repeat.from(), repeat.to());
            return;
        }
        for (int i = 0; i < repeat.from(); i++) {
            repeat.body().compile(this);
        }
        if (repeat.to() == Regex.UNLIMITED) {
            int fork = add(FORK, 0, 0, 0);
            repeat.body().compile(this);
            add(JUMP, fork, 0, 0);
            aim(fork, repeat.lazy());
            return;
        }
        List<Integer> forks = new ArrayList<>();
        for (int i = repeat.from(); i < repeat.to(); i++) {
            forks.add(add(FORK, 0, 0, 0));
            repeat.body().compile(this);
        }
        forks.forEach(fork -> aim(fork, repeat.lazy()));
    }

    /** Lets a fork go into what follows it first and past the end so far otherwise, or the other way round. */
    private void aim(int fork, boolean lazy) {
        code[fork * WIDTH + 1] = lazy ? length : fork + 1;
        code[fork * WIDTH + 2] = lazy ? fork + 1 : length;
    }

    private int set(Regex.One one) {
        sets.add(one.set());
        return sets.size() - 1;
    }

    private int add(int operation, int a, int b, int c) {
        if (length == MAX_INSTRUCTIONS) {
            throw new UserError("split pattern: its repetitions, written out, are more than " + MAX_INSTRUCTIONS
                    + " steps; make the intervals' numbers smaller");
        }
        if (code.length == length * WIDTH) {
            code = Arrays.copyOf(code, 2 * code.length);
        }
        int start = length * WIDTH;
        code[start] = operation;
        code[start + 1] = a;
        code[start + 2] = b;
        code[start + 3] = c;
        return length++;
    }
}
