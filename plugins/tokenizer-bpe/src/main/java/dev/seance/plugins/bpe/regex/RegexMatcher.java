// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.regex;

import dev.seance.api.run.UserError;
import dev.seance.plugins.bpe.unicode.CharacterSet;
import dev.seance.plugins.bpe.unicode.Utf8Text;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Runs a {@link RegexProgram}. Not thread-safe: it keeps its stack for the next match. */
public final class RegexMatcher {

    /** Patterns such as {@code (a+)+b} have more ways to match a line than there is time; better to say so. */
    private static final long MAX_STEPS = 10_000_000;

    private static final long MAX_STEPS_A_BYTE = 100;

    private final RegexProgram program;
    /** The choices that are left: the instruction, the place, and the least place of a run, or -1. */
    private int[] choices = new int[96];

    private int top;
    private int began;
    private long stepsLeft;

    public RegexMatcher(RegexProgram program) {
        this.program = program;
    }

    /** The end of the match that begins at a place, or -1 when there is none. */
    public int match(byte[] text, int from, int end) {
        top = 0;
        began = from;
        stepsLeft = MAX_STEPS + MAX_STEPS_A_BYTE * (end - from);
        return run(0, text, from, end);
    }

    private int run(int start, byte[] text, int from, int end) {
        int bottom = top;
        int step = start;
        int at = from;
        while (true) {
            if (--stepsLeft < 0) {
                throw tooManyWays(text, began, end);
            }
            boolean fails = false;
            switch (program.operation(step)) {
                case RegexProgram.ONE -> {
                    fails = at >= end || !program.set(step).contains(Utf8Text.codePoint(text, at));
                    if (!fails) {
                        at += Utf8Text.width(text[at]);
                        step++;
                    }
                }
                case RegexProgram.RUN, RegexProgram.RUN_ATOMIC -> {
                    int last = runOf(step, text, at, end);
                    fails = last < 0;
                    if (!fails) {
                        at = last;
                        step++;
                    }
                }
                case RegexProgram.FORK -> {
                    push(program.b(step), at, -1);
                    step = program.a(step);
                }
                case RegexProgram.JUMP -> step = program.a(step);
                case RegexProgram.ATOMIC -> {
                    int inner = run(step + 1, text, at, end);
                    fails = inner < 0;
                    if (!fails) {
                        at = inner;
                        step = program.a(step);
                    }
                }
                case RegexProgram.AHEAD, RegexProgram.NOT_AHEAD -> {
                    boolean matches = run(step + 1, text, at, end) >= 0;
                    fails = matches != (program.operation(step) == RegexProgram.AHEAD);
                    step = fails ? step : program.a(step);
                }
                case RegexProgram.END -> {
                    fails = at < end;
                    step++;
                }
                case RegexProgram.DONE -> {
                    top = bottom;
                    return at;
                }
                default -> throw new IllegalStateException("operation " + program.operation(step));
            }
            if (fails) {
                if (top == bottom) {
                    return -1;
                }
                step = choices[top - 3];
                at = choices[top - 2];
                int min = choices[top - 1];
                if (min < 0 || at == min) {
                    top -= 3;
                } else {
                    // The run's next choice is a character shorter.
                    choices[top - 2] = before(text, at);
                }
            }
        }
    }

    /** The end of the longest run, its shorter ones left as choices; -1 when it is too short. */
    private int runOf(int step, byte[] text, int from, int end) {
        CharacterSet set = program.set(step);
        int min = program.b(step);
        int max = program.c(step);
        int at = from;
        int leastEnd = from;
        int count = 0;
        while (count < max && at < end && set.contains(Utf8Text.codePoint(text, at))) {
            at += Utf8Text.width(text[at]);
            if (++count == min) {
                leastEnd = at;
            }
        }
        if (count < min) {
            return -1;
        }
        if (count > min && program.operation(step) == RegexProgram.RUN) {
            push(step + 1, before(text, at), leastEnd);
        }
        return at;
    }

    private static UserError tooManyWays(byte[] text, int from, int end) {
        int to = Math.min(end, from + 40);
        while (to < end && (text[to] & 0xC0) == 0x80) {
            to++;
        }
        return new UserError(
                "split pattern: more than " + MAX_STEPS + " ways were tried to match the text at '"
                        + new String(text, from, to - from, StandardCharsets.UTF_8)
                        + "'; write the pattern without repetitions inside repetitions, or make the inner ones possessive (a++)");
    }

    private static int before(byte[] text, int at) {
        int place = at - 1;
        while ((text[place] & 0xC0) == 0x80) {
            place--;
        }
        return place;
    }

    private void push(int step, int at, int min) {
        if (choices.length - top < 3) {
            choices = Arrays.copyOf(choices, 2 * choices.length);
        }
        choices[top] = step;
        choices[top + 1] = at;
        choices[top + 2] = min;
        top += 3;
    }
}
