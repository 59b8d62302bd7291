// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.lint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds tokens that are two words whose blank was not seen: {@code ofthe}, {@code inthe}. A token is one when it is made
 * of two words that the vocabulary knows, and the two stand separately a hundred times as often as together: "into" and "upon"
 * are more frequent than "in to" and "up on".
 */
final class RunTogether {

    private static final int MIN_PART = 2;
    private static final int MIN_TIMES = 10;
    private static final int MIN_RATIO = 100;

    /**
     * Two words as one token.
     *
     * @param separate the words
     * @param times how often they stand together
     */
    record Pair(int id, String separate, long times) {}

    private final TokenTable tokens;
    private final long[] wordTimes;
    /** By first and second part: how often they stand separately. */
    private final Map<Long, long[]> separate = new HashMap<>();

    private final Set<Integer> firsts = new HashSet<>();
    private final Map<Integer, List<Long>> parts = new HashMap<>();

    /** @param wordTimes how often each token stood as a whole word; filled by the survey, read at its end */
    RunTogether(TokenTable tokens, long[] wordTimes) {
        this.tokens = tokens;
        this.wordTimes = wordTimes;
        for (int id = 0; id < tokens.size(); id++) {
            String word = tokens.word(id);
            for (int at = MIN_PART; at <= word.length() - MIN_PART; at++) {
                int first = tokens.idOf(word.substring(0, at));
                int second = tokens.idOf(word.substring(at));
                if (first >= 0 && second >= 0) {
                    long key = (long) first << 32 | second;
                    separate.computeIfAbsent(key, none -> new long[1]);
                    firsts.add(first);
                    parts.computeIfAbsent(id, none -> new ArrayList<>()).add(key);
                }
            }
        }
    }

    /** Takes note of a whole word and the whole word behind it. */
    void see(int id, int next) {
        if (firsts.contains(id)) {
            long[] times = separate.get((long) id << 32 | next);
            if (times != null) {
                times[0]++;
            }
        }
    }

    /** The pairs, the most frequent first. */
    List<Pair> found() {
        List<Pair> found = new ArrayList<>();
        parts.forEach((id, keys) -> keys.stream()
                .filter(key -> wordTimes[id] >= MIN_TIMES && separate.get(key)[0] >= MIN_RATIO * wordTimes[id])
                .findFirst()
                .ifPresent(key -> found.add(new Pair(
                        id, tokens.word((int) (key >> 32)) + " " + tokens.word(key.intValue()), wordTimes[id]))));
        found.sort((one, other) -> one.times() != other.times()
                ? Long.compare(other.times(), one.times())
                : Integer.compare(one.id(), other.id()));
        return found;
    }
}
