// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.lint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds tokens that are the second halves of words which a line break cut: {@code tion} after a blank, where the page
 * had "atten-" and, on the next line, "tion".
 *
 * <p>The evidence is in the corpus, not in a list of endings: {@code able}, {@code ship} and {@code ward} end a thousand
 * words and are words themselves. Wherever a candidate stands as a whole word, the word before it is put in front of it.
 * If that makes a word which the vocabulary knows, and which is more frequent than the word before alone ("attention"
 * against "atten", but not "toward" against "to"), the two were one. A token is a fragment when that is so for a fifth
 * of its occurrences or more.
 *
 * <p>On the OCR of 22 books and newspapers (6 MB, a vocabulary of 16,384) this finds 48 tokens, from "tion" and "ment"
 * to "ford" (of Stafford) and, in the German books, "schen" and "ben"; on 53 MB of transcribed novels, none.
 *
 * <p>Candidates are lower-case tokens of two to eight letters that end other tokens. Memory: a counter for each pair of
 * candidate and joined word that is met.
 */
final class Fragments {

    private static final int MAX_LETTERS = 8;
    private static final int MIN_ENDED = 2;
    private static final int MIN_TIMES = 5;
    private static final double MIN_SHARE = 0.2;
    /** One letter in front is a word, or a list's number: "a piece" is no apiece. */
    private static final int MIN_BEFORE = 2;

    private static final int MAX_BEFORE = 24;

    private final TokenTable tokens;
    private final boolean[] candidate;
    private final long[] wordTimes;
    /** By candidate and joined word: how often they met. */
    private final Map<Long, long[]> joined = new HashMap<>();

    /** @param wordTimes how often each token stood as a whole word; filled by the survey, read at its end */
    Fragments(TokenTable tokens, long[] wordTimes) {
        this.tokens = tokens;
        this.wordTimes = wordTimes;
        this.candidate = new boolean[tokens.size()];
        Map<String, Integer> ended = new HashMap<>();
        for (int id = 0; id < tokens.size(); id++) {
            String word = tokens.word(id);
            for (int length = 2; length <= Math.min(MAX_LETTERS, word.length() - 2); length++) {
                ended.merge(word.substring(word.length() - length), 1, Integer::sum);
            }
        }
        for (int id = 0; id < tokens.size(); id++) {
            String word = tokens.word(id);
            candidate[id] = word.length() <= MAX_LETTERS
                    && !word.isEmpty()
                    && word.chars().allMatch(c -> c >= 'a' && c <= 'z')
                    && ended.getOrDefault(word, 0) >= MIN_ENDED;
        }
    }

    /** Takes note of a whole word whose token begins, with its blank, at that place of the text. */
    void see(int id, byte[] text, int at) {
        if (!candidate[id]) {
            return;
        }
        int end = at > 0 && text[at - 1] == '-' ? at - 1 : at;
        int from = end;
        while (from > 0 && end - from < MAX_BEFORE && isLetter(text[from - 1])) {
            from--;
        }
        if (end - from < MIN_BEFORE) {
            return;
        }
        StringBuilder word = new StringBuilder();
        for (int i = from; i < end; i++) {
            word.append((char) text[i]);
        }
        word.append(tokens.word(id));
        int whole = tokens.idOf(word.toString());
        if (whole < 0 && Character.isUpperCase(word.charAt(0))) {
            word.setCharAt(0, Character.toLowerCase(word.charAt(0)));
            whole = tokens.idOf(word.toString());
        }
        if (whole >= 0) {
            joined.computeIfAbsent((long) id << 32 | whole, key -> new long[1])[0]++;
        }
    }

    private static boolean isLetter(byte b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z';
    }

    /** A fragment, and how often it stood for half a word. */
    record Fragment(int id, long halves, long times, String example) {}

    /** The fragments, the most frequent first. */
    List<Fragment> found() {
        Map<Integer, long[]> halves = new HashMap<>();
        Map<Integer, Long> best = new HashMap<>();
        joined.forEach((key, times) -> {
            int id = (int) (key >> 32);
            String word = tokens.word(key.intValue());
            int before = tokens.idOf(
                    word.substring(0, word.length() - tokens.word(id).length()));
            if (before < 0 || wordTimes[before] < wordTimes[key.intValue()]) {
                halves.computeIfAbsent(id, none -> new long[1])[0] += times[0];
                best.merge(id, key, (one, other) -> {
                    long difference = joined.get(other)[0] - joined.get(one)[0];
                    return difference > 0 || difference == 0 && other < one ? other : one;
                });
            }
        });
        List<Fragment> found = new ArrayList<>();
        halves.forEach((id, times) -> {
            if (times[0] >= MIN_TIMES && times[0] >= MIN_SHARE * wordTimes[id]) {
                found.add(new Fragment(
                        id, times[0], wordTimes[id], tokens.word(best.get(id).intValue())));
            }
        });
        found.sort((one, other) -> one.halves() != other.halves()
                ? Long.compare(other.halves(), one.halves())
                : Integer.compare(one.id(), other.id()));
        return found;
    }
}
