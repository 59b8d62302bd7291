// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds whom speech is addressed to: "Come, Mary", "Yes, sir", "My dear Miss Hart!" */
final class Vocatives {

    private static final Pattern CALL = Pattern.compile(
            "(?:^|[,.!?;—]\\s*(?:\\p{L}+\\s)?|^\\p{L}+\\s|\\b[Mm]y (?:(?:dear|good|poor|own)\\s)*|\\b[Dd]ear\\s)"
                    + "((?:(?:" + PersonWords.titles()
                    + ")\\b\\.?\\s+)?\\p{Lu}[\\p{L}'’-]+|sir|madam|ma['’]am|papa|mamma|mama|father|mother"
                    + "|doctor|miss|missus|missis|my lord|my lady)(?=\\s*(?:[,.!?;—]|$))");

    /** Nobody is called by name after so many characters that was not before. */
    private static final int NEAR = 600;

    private Vocatives() {}

    /** The last word of each name that is called, and "sir", "papa" and the like. */
    static Set<String> in(String speech, Cast cast) {
        Set<String> called = new HashSet<>();
        Matcher call = CALL.matcher(speech).region(0, Math.min(NEAR, speech.length()));
        while (call.find()) {
            Speaker who = new Speaker(call.group(1));
            if (!Character.isUpperCase(who.name().charAt(0)) || cast.knows(who)) {
                called.add(who.lastWord());
            }
        }
        return called;
    }
}
