// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.evaluation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How much more often texts have words and runs of words of the period's English than of today's: the log-odds of the ones
 * against the others, from the plugin's list of either side. A text counts each of them once, for who says "sir" says it
 * often. One half is added to both counts, so that a side that was not seen gives no infinite number (Haldane 1956;
 * Anscombe 1956); the 95 % interval is that of a log-odds, which takes the words as independent of each other.
 *
 * <p>It says on which side of the list the texts are and how far; it does not say how good their period English is, nor is 0
 * the middle between the times, since the two sides are not equally frequent. So it is compared: with that of the training
 * dialogues, or of another model. Where one side was not seen at all, it rises with the number of texts, and only the near end
 * of the interval says something. It knows nothing of facts and things, which are the anachronism audit's, and it cannot tell
 * one decade from another. The list was chosen with the texts at hand on which a test tries it: each of 108 texts of 1671 to
 * 1919 comes out above each of 20 of after 1950, the nearest being a thriller of 1915 and an address to Congress of 1953.
 */
final class PeriodRegister {

    private static final double HALF = 0.5;
    private static final double NORMAL_95 = 1.96;

    private final Map<String, Boolean> isPeriod = new HashMap<>();

    /** The entries, and all that they begin with, whole words. */
    private final Set<String> beginnings = new HashSet<>();

    private PeriodRegister() {}

    /** The list of a language; empty where the plugin has none. */
    static Optional<PeriodRegister> of(String language) {
        PeriodRegister register = new PeriodRegister();
        boolean period = true;
        for (String line : LanguageList.lines(language, "register.txt")) {
            if (line.startsWith("[")) {
                period = line.equals("[period]");
            } else {
                register.isPeriod.put(line, period);
                register.addBeginnings(line);
            }
        }
        return Optional.of(register).filter(list -> !list.isPeriod.isEmpty());
    }

    private void addBeginnings(String entry) {
        for (int end = entry.indexOf(' '); end >= 0; end = entry.indexOf(' ', end + 1)) {
            beginnings.add(entry.substring(0, end));
        }
        beginnings.add(entry);
    }

    /**
     * What was seen in texts.
     *
     * @param period words and runs of the period's side
     * @param modern those of today's
     */
    record Count(long period, long modern) {

        static final Count NONE = new Count(0, 0);

        Count plus(Count other) {
            return new Count(period + other.period, modern + other.modern);
        }

        /** Above 0 where the period's prevail; natural logarithm. */
        double logOdds() {
            return Math.log((period + HALF) / (modern + HALF));
        }

        /** How far the 95 % interval reaches to either side. */
        double margin() {
            return NORMAL_95 * Math.sqrt(1 / (period + HALF) + 1 / (modern + HALF));
        }
    }

    /** What one text has of either side, each word or run once. */
    Count count(String text) {
        String[] words = Reply.normalized(text).split(" ");
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < words.length; i++) {
            String run = words[i];
            for (int next = i + 1; beginnings.contains(run); next++) {
                if (isPeriod.containsKey(run)) {
                    seen.add(run);
                }
                run = next < words.length ? run + " " + words[next] : "";
            }
        }
        long period = seen.stream().filter(isPeriod::get).count();
        return new Count(period, seen.size() - period);
    }

    /** What texts have of either side. */
    Count count(List<Reply> replies) {
        return replies.stream().map(reply -> count(reply.text())).reduce(Count.NONE, Count::plus);
    }
}
