// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import dev.seance.api.corpus.Words;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the narration between two utterances. */
final class GapReader {

    /** Nobody answers over so many words; who acts in them need not be asked. */
    private static final int FAR = 200;

    /** How sentences begin that move on in time. */
    private static final Pattern LATER =
            Pattern.compile("(?:^|[.!?;]\\s+|\\n\\n)(?:When|While|As|After|Afterwards|Before|Presently"
                    + "|Later|Next|Then|Soon|Shortly|Meanwhile|Once|By|In|On|That|At last|At length|The next)\\b");

    /** What is done instead of answering, or told instead of quoted. */
    private static final Pattern REPLY =
            Pattern.compile("\\b(?:explained|answered|replied|assented|agreed|consented|denied|declined"
                    + "|refused|thanked|assured|admitted|protested|(?:asked|told|begged|inquired)\\b(?! [,\"])|nodded|bowed|shook (?:his|her) head"
                    + "|smiled|laughed|sighed|swore|started|blushed|coloured|was silent|said nothing|did not (?:answer|reply|speak)"
                    + "|(?:no|any|an?|some|what|the) (?:\\p{Ll}+ )?(?:answer|reply|response|question|remark)s?)\\b");

    private static final Pattern NAME = Pattern.compile("(?<![\\p{L}’'-])" + Actor.NAME);

    private final String text;
    private final List<Paragraph> paragraphs;
    private final Cast cast;
    private final boolean paragraphed;

    GapReader(String text, List<Paragraph> paragraphs, Cast cast, boolean paragraphed) {
        this.paragraphed = paragraphed;
        this.text = text;
        this.paragraphs = paragraphs;
        this.cast = cast;
    }

    /**
     * The gap before an utterance.
     *
     * @param since where the narration begins
     * @param first the utterance's first span
     * @param speaker who is said to speak the utterance
     * @param introduced whether the paragraph before introduces it, and so belongs to it
     */
    Gap read(int since, Span first, Speaker speaker, boolean introduced) {
        Paragraph own = paragraphs.get(first.paragraph());
        int whole = first.paragraph();
        boolean broken = false;
        while (whole > 0 && paragraphs.get(whole - 1).start() >= since) {
            whole--;
            broken |= paragraphs.get(whole).isHeading(text);
        }
        int between = first.paragraph() - whole;
        String before = slice(since, Math.min(own.start(), first.start() - 1));
        String lead = slice(Math.max(since, own.start()), first.start() - 1);
        long leadWords = Words.count(lead);
        long words = Words.count(before) + leadWords;
        boolean far = words > FAR;
        return new Gap(
                words,
                introduced && between > 0 ? between - 1 : between,
                broken,
                own.start() < since && (paragraphed || words > 0),
                far ? Speaker.UNKNOWN : Actor.lastKnown(before, cast),
                far ? Speaker.UNKNOWN : antecedent(speaker, before, lead),
                leadWords,
                !far && REPLY.matcher(before).find(),
                !far && (LATER.matcher(before).find() || LATER.matcher(lead).find()));
    }

    private Speaker antecedent(Speaker speaker, String before, String lead) {
        if (!speaker.isPronoun() || cast.gender(speaker) == Gender.UNKNOWN) {
            return Speaker.UNKNOWN;
        }
        Speaker named = lastNamed(lead, cast.gender(speaker));
        return named.isKnown() ? named : lastNamed(before, cast.gender(speaker));
    }

    /** The last name in narration of which the book says "he" or "she". */
    private Speaker lastNamed(String narration, Gender gender) {
        Speaker last = Speaker.UNKNOWN;
        Matcher name = NAME.matcher(narration);
        while (name.find()) {
            Speaker found = new Speaker(name.group().replaceAll("['’]s$", ""));
            if (cast.knows(found) && cast.gender(found) == gender) {
                last = found;
            }
        }
        return last;
    }

    private String slice(int from, int to) {
        return from < to ? text.substring(from, to) : "";
    }
}
