// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Joins words that the ends of printed lines and pages broke. A soft hyphen and the marks of the Text Creation Partnership
 * ({@code |} and U+2223 between letters) are certain; a hard hyphen before a page's end is there in {@code travel-lers}
 * and in {@code to-day}, and the rest of the text decides which it writes more often. One thread.
 */
final class BrokenWords {

    /** Stands in a block where a page or line of the printed book ends. No XML or HTML can have it. */
    static final char BREAK = '\uFFFF';

    /** Stands in the text for a hyphen that may have to go. */
    static final char MAYBE = '\uFFFE';

    private static final Pattern HARD =
            Pattern.compile("(?<=\\p{L})[-\u2010] *" + BREAK + "+ *(?:\u00AD *)?(?=\\p{Ll})");
    private static final Pattern SOFT = Pattern.compile("[ \\n]*" + BREAK + "+\u00AD\\s*|\u00AD[ \\n" + BREAK + "]*");
    private static final Pattern MARKED = Pattern.compile("(?<=\\p{L})[|\u2223][ \\n" + BREAK + "]*(?=\\p{L})");
    private static final Pattern BREAKS = Pattern.compile("([ \\n]*)" + BREAK + "([ \\n" + BREAK + "]*)");
    private static final Pattern WORD = Pattern.compile("\\p{L}+(?:[-\u2010'\u2019" + MAYBE + "]\\p{L}+)*");

    private final boolean hyphens;
    private boolean any;

    /** @param hyphens whether a hyphen stays where the text has the word nowhere else */
    BrokenWords(boolean hyphens) {
        this.hyphens = hyphens;
    }

    /** A block with what is certain joined, and no {@link #BREAK} any more. */
    String join(StringBuilder block) {
        String text = block.toString();
        if (text.indexOf(BREAK) >= 0) {
            Matcher hard = HARD.matcher(text);
            any |= hard.find();
            text = hard.replaceAll("" + MAYBE);
        }
        text = MARKED.matcher(SOFT.matcher(text).replaceAll("")).replaceAll("");
        if (text.indexOf(BREAK) >= 0) {
            text = BREAKS.matcher(text).replaceAll(found -> {
                String around = (found.group(1) + found.group(2)).replace("" + BREAK, "");
                return around.contains("\n") ? "\n" : around.isEmpty() ? "" : " ";
            });
        }
        return text.strip();
    }

    /** The text with every {@link #MAYBE} gone or a hyphen. */
    String decide(StringBuilder text) {
        if (!any) {
            return text.toString();
        }
        Map<String, Integer> counts = new HashMap<>();
        for (Matcher word = WORD.matcher(text); word.find(); ) {
            if (word.group().indexOf(MAYBE) >= 0) {
                counts.put(key(word.group().replace("" + MAYBE, "")), 0);
                counts.put(key(word.group().replace(MAYBE, '-')), 0);
            }
        }
        for (Matcher word = WORD.matcher(text); word.find(); ) {
            counts.computeIfPresent(key(word.group()), (form, count) -> count + 1);
        }
        return WORD.matcher(text).replaceAll(found -> {
            String word = found.group();
            if (word.indexOf(MAYBE) < 0) {
                return Matcher.quoteReplacement(word);
            }
            String joined = word.replace("" + MAYBE, "");
            String hyphened = word.replace(MAYBE, '-');
            int more = counts.get(key(hyphened)) - counts.get(key(joined));
            boolean compound = word.indexOf('-') >= 0 || more > 0 || more == 0 && hyphens;
            return Matcher.quoteReplacement(compound ? hyphened : joined);
        });
    }

    private static String key(String word) {
        return word.toLowerCase(Locale.ROOT).replace('\u2010', '-');
    }
}
