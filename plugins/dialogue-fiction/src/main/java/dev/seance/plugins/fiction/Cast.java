// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The people of a book, as far as it takes to tell two speakers apart: which names there are, and whether the book says
 * "he" or "she" of them. It is learnt by counting the pronouns that follow each name within a few words; a single
 * sentence misleads ("Mary gave him"), a book seldom does.
 */
final class Cast {

    /** How two mentions of people stand to each other. */
    enum Match {
        SAME,
        DIFFERENT,
        UNKNOWN
    }

    /** Further from its name than this, a pronoun is as likely another person's. */
    private static final int NEAR = 12;

    private static final int MIN_VOTES = 3;

    private static final Pattern WORD = Pattern.compile("\\p{L}+(?:['’]\\p{L}+)?");

    private final Map<String, int[]> votes = new HashMap<>();
    /** Surnames of couples: with a man's title here and with a woman's there. By itself such a name is the man's. */
    private final Map<String, Set<Gender>> titled = new HashMap<>();

    static Cast of(String text) {
        Cast cast = new Cast();
        cast.read(text);
        return cast;
    }

    private void read(String text) {
        Matcher word = WORD.matcher(text);
        Optional<Gender> title = Optional.empty();
        String name = "";
        int distance = 0;
        while (word.find()) {
            String found = word.group();
            Optional<Gender> next = PersonWords.ofTitle(found);
            boolean capital = Character.isUpperCase(found.charAt(0)) && found.length() > 1;
            if (next.isPresent()) {
                name = "";
            } else if (capital && title.isPresent()) {
                // A surname behind a title may be a husband's and a wife's: no pronoun counts, the title does.
                name = "";
                vote(plain(found), title.get());
                titled.computeIfAbsent(plain(found), key -> EnumSet.noneOf(Gender.class))
                        .add(title.get());
            } else if (capital && !beginsSentence(text, word.start())) {
                name = plain(found);
                distance = 0;
            } else if (!name.isEmpty() && ++distance <= NEAR && pronoun(found) != Gender.UNKNOWN) {
                vote(name, pronoun(found));
                name = "";
            }
            title = next;
        }
    }

    private void vote(String name, Gender gender) {
        int[] count = votes.computeIfAbsent(name, key -> new int[2]);
        if (gender != Gender.UNKNOWN) {
            count[gender.ordinal()]++;
        }
    }

    private static String plain(String word) {
        return word.replaceFirst("['’]s$", "");
    }

    private static boolean beginsSentence(String text, int at) {
        for (int i = at - 1; i >= 0; i--) {
            char c = text.charAt(i);
            if (!Character.isWhitespace(c)) {
                return !(Character.isLetterOrDigit(c) || c == ',' || c == ';');
            }
        }
        return true;
    }

    private static Gender pronoun(String word) {
        return switch (word) {
            case "he", "him", "his", "himself" -> Gender.HE;
            case "she", "her", "hers", "herself" -> Gender.SHE;
            default -> Gender.UNKNOWN;
        };
    }

    /** Whether the book says "he" or "she" of somebody with this name, or gives him a title. */
    boolean knows(Speaker speaker) {
        return votes.containsKey(speaker.lastWord()) || votes.containsKey(speaker.firstWord());
    }

    Gender gender(Speaker speaker) {
        if (speaker.isPronoun()) {
            return pronoun(speaker.name());
        }
        if (!speaker.isNamed()) {
            return PersonWords.ofNoun(speaker.lastWord()).orElse(Gender.UNKNOWN);
        }
        Optional<Gender> title = PersonWords.ofTitle(speaker.firstWord());
        return title.filter(gender -> gender != Gender.UNKNOWN)
                .orElseGet(() -> voted(title.isPresent() ? speaker.lastWord() : speaker.firstWord()));
    }

    private Gender voted(String name) {
        Optional<Gender> given = PersonWords.ofGivenName(name);
        if (given.isPresent()) {
            return given.get();
        }
        if (titled.getOrDefault(name, Set.of()).containsAll(EnumSet.of(Gender.HE, Gender.SHE))) {
            return Gender.HE;
        }
        int[] count = votes.getOrDefault(name, new int[2]);
        int he = count[Gender.HE.ordinal()];
        int she = count[Gender.SHE.ordinal()];
        if (he + she < MIN_VOTES) {
            return Gender.UNKNOWN;
        }
        return he >= 2 * she ? Gender.HE : she >= 2 * he ? Gender.SHE : Gender.UNKNOWN;
    }

    /** Whether two mentions, some way apart, are of one person. */
    Match compare(Speaker one, Speaker other) {
        if (!one.isKnown() || !other.isKnown()) {
            return Match.UNKNOWN;
        }
        if (one.isNarrator() || other.isNarrator()) {
            return one.equals(other) ? Match.SAME : Match.DIFFERENT;
        }
        if (gender(one).differsFrom(gender(other))) {
            return Match.DIFFERENT;
        }
        if (one.isPronoun() || other.isPronoun()) {
            return Match.UNKNOWN;
        }
        Set<String> words = one.words();
        Set<String> others = other.words();
        if (words.isEmpty() || others.isEmpty()) {
            return Match.UNKNOWN;
        }
        if (words.containsAll(others) || others.containsAll(words)) {
            return isOneOfMany(one) || isOneOfMany(other) || isCouple(one, other) ? Match.UNKNOWN : Match.SAME;
        }
        return one.isNamed() && other.isNamed() ? Match.DIFFERENT : Match.UNKNOWN;
    }

    /** Whether a mention fits the next one as well: "the other", "a voice". */
    private static boolean isOneOfMany(Speaker speaker) {
        return speaker.name().equals("the other") || speaker.name().matches("(?:an?|another) .*");
    }

    /** Whether a title tells two people of one surname apart: "Hart" and "Mrs. Hart", in a book that has a Mr. Hart too. */
    private boolean isCouple(Speaker one, Speaker other) {
        return gender(one) != gender(other)
                && PersonWords.ofTitle(one.firstWord()).isPresent()
                        != PersonWords.ofTitle(other.firstWord()).isPresent();
    }

    /** Whether two mentions side by side are of two people: neither is a pronoun, and nothing joins them. */
    boolean namesAnother(Speaker one, Speaker other) {
        Match match = compare(one, other);
        return match == Match.DIFFERENT
                || match == Match.UNKNOWN && one.isKnown() && other.isKnown() && !one.isPronoun() && !other.isPronoun();
    }
}
