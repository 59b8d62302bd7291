// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Decides of each hyphen at a line's end whether it is the word's own, as in {@code well-known}, or only there because
 * the line was full, as in {@code travel-lers}.
 *
 * <p>The text itself mostly knows: one of the two spellings stands elsewhere in it, within a line. Where it does not, the
 * corpus may. Where neither does, there are rules: a part that cannot be a word, for lack of a vowel or because it is
 * nothing but an ending, was broken off; and in a text that is seen to break words, so was whatever is not two words that
 * both stand by themselves somewhere. In a text that is not, as in transcriptions whose lines a program filled, all
 * hyphens stay.
 */
final class LineEndHyphens {

    private static final String VOWELS = "aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýÿœ";

    /** Endings of English words that are never words. */
    private static final Set<String> ENDINGS = Set.of(
            "able", "ably", "al", "ally", "ance", "ances", "ation", "ations", "cial", "cially", "cious", "ciously",
            "edly", "ence", "ences", "ent", "ently", "ers", "eth", "ible", "ibly", "ing", "ingly", "ings", "ious",
            "ity", "ive", "ively", "lers", "ling", "lings", "ment", "ments", "ness", "nesses", "ning", "ously", "ous",
            "ry", "sion", "sions", "ted", "ter", "ters", "tial", "tially", "ting", "tion", "tional", "tions", "tious",
            "tive", "ture", "tures", "ty");

    private final Map<Long, int[]> times = new HashMap<>();
    private final Set<Long> alone = new HashSet<>();
    private final Map<Break, Boolean> decided = new HashMap<>();
    private final WordSet corpus;
    private final boolean english;

    /**
     * What stands before and after a line's end, in small letters.
     *
     * @param one the last word of a line, without its hyphen
     * @param other the first word of the next line
     */
    record Break(String one, String other) {

        long joined() {
            return WordScanner.word(one + other);
        }

        long hyphenated() {
            return WordScanner.hyphenated(one, other);
        }
    }

    /**
     * Looks a text over.
     *
     * @param lines its lines, without blanks at their ends
     * @param language its language as an ISO 639-1 code, or ""
     * @param corpus the words of the corpus
     */
    LineEndHyphens(String text, List<String> lines, String language, WordSet corpus) {
        this.corpus = corpus;
        this.english = language.isBlank() || language.startsWith("en");
        Set<Break> breaks = new HashSet<>();
        for (int i = 0; i + 1 < lines.size(); i++) {
            Break found = of(lines.get(i), lines.get(i + 1));
            if (found != null) {
                breaks.add(found);
            }
        }
        if (!breaks.isEmpty()) {
            count(text, breaks);
            decide(breaks);
        }
    }

    /** Whether the hyphen at the end of a line is to be dropped, and the word with it made one. */
    boolean isBroken(String line, String next) {
        if (line.isEmpty() || next.isEmpty() || !Character.isLetter(next.charAt(0))) {
            return false;
        }
        if (line.length() > 1
                && WordScanner.isBreak(line.charAt(line.length() - 1))
                && Character.isLetter(line.charAt(line.length() - 2))) {
            return true;
        }
        Break found = of(line, next);
        return found != null && decided.getOrDefault(found, false);
    }

    /** Whether a line ends in a hyphen after a letter, and the next one goes on with a small letter. */
    static boolean isCandidate(String line, String next) {
        return of(line, next) != null;
    }

    private static Break of(String line, String next) {
        int end = line.length() - 1;
        if (end < 1
                || next.isEmpty()
                || !WordScanner.isHyphen(line.charAt(end))
                || !Character.isLetter(line.charAt(end - 1))
                || !Character.isLetter(next.charAt(0))) {
            return null;
        }
        String one = line.substring(WordScanner.start(line, end), end);
        String other = next.substring(0, WordScanner.end(next, 0));
        // A capital after the hyphen is a name's, as in Anglo-Saxon, unless everything is in capitals.
        boolean capitals = one.length() > 1 && one.equals(one.toUpperCase(Locale.ROOT));
        if (Character.isUpperCase(other.charAt(0)) && !capitals) {
            return null;
        }
        return new Break(one.toLowerCase(Locale.ROOT), other.toLowerCase(Locale.ROOT));
    }

    private void count(String text, Set<Break> breaks) {
        Set<Long> parts = new HashSet<>();
        for (Break one : breaks) {
            times.put(one.joined(), new int[1]);
            times.put(one.hyphenated(), new int[1]);
            parts.add(WordScanner.word(one.one()));
            parts.add(WordScanner.word(one.other()));
        }
        WordScanner.scan(text, new WordScanner.Visitor() {
            @Override
            public void word(long hash) {
                hyphenated(hash);
                if (parts.contains(hash)) {
                    alone.add(hash);
                }
            }

            @Override
            public void hyphenated(long hash) {
                int[] count = times.get(hash);
                if (count != null) {
                    count[0]++;
                }
            }
        });
    }

    private void decide(Set<Break> breaks) {
        int joined = 0;
        int whole = 0;
        Set<Break> rest = new HashSet<>();
        for (Break one : breaks) {
            int join = evidence(one);
            if (join == 0) {
                rest.add(one);
            } else {
                decided.put(one, join > 0);
                joined += join > 0 ? 1 : 0;
                whole += join < 0 ? 1 : 0;
            }
        }
        boolean breaksWords = joined > whole;
        for (Break one : rest) {
            decided.put(one, isNoWord(one) || breaksWords && !bothStandAlone(one));
        }
    }

    /** Above 0 when the joined spelling is the word's, below when the hyphenated one is, 0 when neither is known. */
    private int evidence(Break one) {
        int joined = times.get(one.joined())[0];
        int hyphenated = times.get(one.hyphenated())[0];
        if (joined == 0 && hyphenated == 0) {
            joined = corpus.contains(one.joined()) ? 1 : 0;
            hyphenated = corpus.contains(one.hyphenated()) ? 1 : 0;
        }
        if (joined != hyphenated || joined == 0) {
            return Integer.compare(joined, hyphenated);
        }
        return bothStandAlone(one) ? -1 : 1;
    }

    private boolean bothStandAlone(Break one) {
        return standsAlone(one.one()) && standsAlone(one.other());
    }

    private boolean standsAlone(String part) {
        long hash = WordScanner.word(part);
        return alone.contains(hash) || corpus.contains(hash);
    }

    private boolean isNoWord(Break one) {
        return one.one().length() > 1 && !hasVowel(one.one())
                || !hasVowel(one.other())
                || english && ENDINGS.contains(one.other()) && !standsAlone(one.other());
    }

    /** True of what is not written in Latin letters, where nobody can tell. */
    private static boolean hasVowel(String part) {
        return part.chars().anyMatch(c -> VOWELS.indexOf(c) >= 0 || c > 0x24F);
    }
}
