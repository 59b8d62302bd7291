// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who acts in a sentence of narration: "Tony took his hat", "The old man sighed". Printers put what somebody does into
 * the paragraph of what he says, so an actor beside unattributed speech is its speaker.
 */
final class Actor {

    /** Words that begin sentences with a capital and are nobody's name; as a pattern that must not match here. */
    private static final String NO_NAME =
            "(?!(?:There|It|This|That|Then|When|As|But|And|In|At|For|With|After|Before|While"
                    + "|So|Here|Now|On|Her|His|Its|To|From|By|Not|No|Yet|If|What|Such|Still|The|A|An|My|He|She|They|We|You|One"
                    + "|These|Those|Some|All|Another|Which|Who|Why|How|Where|Presently|Instantly|Suddenly|Immediately|Finally"
                    + "|Afterwards|Meanwhile|Perhaps|Once|Soon|Later|Next|Again|Nobody|Everybody|Somebody|Someone|Nothing"
                    + "|Something|Everything|Instead|Thus|Or|Nor|Yes|Oh)\\b)";

    private static final String NAME_WORD = "[\\p{Lu}](?:[\\p{L}’'-]*\\p{L}|\\.)";

    /** A name with its title. */
    static final String NAME = "(?:" + NO_NAME + "(?:(?:" + PersonWords.titles() + ")\\b\\.?\\s+)?" + NAME_WORD
            + "(?:\\s+(?:(?:de|la|le|van|von|du|of)\\s+)?" + "\\p{Lu}(?:\\.|[\\p{L}’'-]*\\p{L})){0,2}(?!\\w))";

    /** What a description does; without a verb nobody knows where it ends. */
    private static final String DOES =
            "(?=\\s+\\p{Ll}+ed\\b" + "|\\s+(?:was|had|sat|stood|rose|took|shook|gave|made|went|came|looked|said)\\b)";

    private static final Pattern SUBJECT =
            Pattern.compile("[\\s,;—–-]*(?:(?:But|And|Then|So|Here|Now|Again|At this|At last|At length),?\\s+)?"
                    + "((?:He|he|She|she|They|they|I)\\b|" + NAME + "|(?:The|My|His|Her)(?:\\s+\\p{Ll}+){1,3}?" + DOES
                    + ")(?:,[^.,]{1,40},)?\\s+\\p{Ll}+");

    /** The subject stands near the beginning of a sentence. */
    private static final int NEAR = 100;

    private Actor() {}

    /** Who acts in the first sentence. */
    static Speaker first(String narration, Cast cast) {
        return at(narration, 0, cast);
    }

    /** Who acts in the last sentence, finished or not. */
    static Speaker last(String narration, Cast cast) {
        int at = narration.length();
        while (at > 0 && Character.isWhitespace(narration.charAt(at - 1))) {
            at--;
        }
        // The mark that ends the last sentence ends none before it.
        at--;
        while (at > 0 && !endsSentence(narration, at - 1)) {
            at--;
        }
        return at < 0 ? Speaker.UNKNOWN : at(narration, at, cast);
    }

    /** Who acts in the last sentence that says who. */
    static Speaker lastKnown(String narration, Cast cast) {
        Speaker actor = Speaker.UNKNOWN;
        int from = 0;
        for (int i = 0; i <= narration.length(); i++) {
            if (i == narration.length() || endsSentence(narration, i)) {
                Speaker next = at(narration, from, cast);
                actor = next.isKnown() ? next : actor;
                from = i + 1;
            }
        }
        return actor;
    }

    private static boolean endsSentence(String narration, int at) {
        return ".!?".indexOf(narration.charAt(at)) >= 0
                && at + 1 < narration.length()
                && Character.isWhitespace(narration.charAt(at + 1))
                && !endsTitle(narration, at);
    }

    /** Whether a point stands behind "Mr" or an initial. */
    static boolean endsTitle(String narration, int at) {
        int start = at;
        while (start > 0 && Character.isLetter(narration.charAt(start - 1))) {
            start--;
        }
        return at - start == 1
                || PersonWords.ofTitle(narration.substring(start, at)).isPresent();
    }

    private static Speaker at(String narration, int from, Cast cast) {
        Matcher subject = SUBJECT.matcher(narration)
                .region(Math.min(from, narration.length()), Math.min(narration.length(), from + NEAR));
        if (!subject.lookingAt()) {
            return Speaker.UNKNOWN;
        }
        Speaker actor = Speaker.of(subject.group(1));
        boolean person = actor.isPronoun()
                || (actor.isNamed()
                        ? cast.knows(actor)
                        : PersonWords.ofNoun(actor.lastWord()).isPresent());
        return person ? actor : Speaker.UNKNOWN;
    }
}
