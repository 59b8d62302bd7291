// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words beside speech that say whose it is: "said the old man", "Mary answered".
 *
 * @param speaker who
 * @param manner how
 */
record Attribution(Speaker speaker, Manner manner) {

    /** What the verb says of the speech. */
    enum Manner {
        /** It is said. */
        SPOKEN,
        /** It is said in answer: "he replied". */
        ANSWERED,
        /** The one who spoke before goes on: "he continued". */
        CONTINUED,
        /** It is not said at all: "she thought", "he wrote". */
        UNSPOKEN
    }

    static final Attribution NONE = new Attribution(Speaker.UNKNOWN, Manner.SPOKEN);

    private static final String SPOKEN = "said|says|say|asked|asks|cried|cries|exclaimed|exclaims"
            + "|whispered|murmured|muttered|mumbled|shouted|inquired|enquired|observed|remarked|began|begins"
            + "|interposed|interrupted|repeated|suggested|demanded|declared|ejaculated"
            + "|faltered|stammered|gasped|sighed|sobbed|laughed|chuckled|growled|roared|screamed|shrieked|called"
            + "|quoth|protested|urged|admitted|confessed|explained|announced|commented"
            + "|questioned|queried|pleaded|begged|implored|entreated|persisted|insisted|objected|moaned"
            + "|groaned|grumbled|snapped|sneered|hissed|drawled|bawled|yelled|panted|put in|broke in|struck in"
            + "|chimed in|burst out|told|ventured|acknowledged|affirmed|argued|thundered|sang out|cut in"
            + "|vociferated|asseverated|apologised|corrected|assured|warned|hinted|interjected|reiterated"
            + "|breathed|grunted|snarled|wailed|piped|spoke";
    private static final String ANSWERED =
            "replied|replies|answered|answers|returned|returns|rejoined|rejoins|responded"
                    + "|responds|retorted|retorts|echoed|echoes|assented|agreed";
    private static final String CONTINUED =
            "continued|continues|added|adds|went on|goes on|resumed|resumes|proceeded|pursued|concluded|finished";
    private static final String UNSPOKEN = "thought|thinks|wrote|writes|read|reads|reflected|mused|sang|prayed";

    private static final String VERB = "(?:" + SPOKEN + "|" + ANSWERED + "|" + CONTINUED + "|" + UNSPOKEN + ")";
    private static final String ADVERB = "(?:(?:[a-z]+ly|again|then|at last|at length|once more|now)\\s+)?";
    private static final String TITLE =
            "(?:Mr|Mrs|Miss|Dr|Sir|Lady|Lord|Captain|Colonel|Major|General|Uncle|Aunt|Father|Mother|Master|Madame|Count|Doctor"
                    + "|Professor|Squire|Sergeant|St|Messrs)\\b\\.?\\s+";
    /** Words that begin sentences with a capital and are nobody's name; as a pattern that must not match here. */
    static final String NO_NAME =
            "(?!(?:There|It|This|That|Then|When|As|But|And|In|At|For|With|After|Before|While|So|Here|Now"
                    + "|On|Her|His|Its|To|From|By|Not|No|Yet|If|What|Such|Still)\\b)";

    private static final String NAME =
            "(?:" + NO_NAME + "(?:" + TITLE + ")?[A-Z](?:[\\p{L}'’-]+|\\.)(?:\\s+(?:[A-Z]\\.\\s+)?[A-Z][\\p{L}'’-]+)?)";
    private static final String PRONOUN = "(?:he|she|they|I)\\b";
    private static final String DESCRIPTION =
            "(?:the|a|an|my|his|her|their|our|another|one of the|this|that)(?:\\s+[\\p{L}’'-]+){1,3}?(?=\\s*(?:[,.;:!?—–-]|$|in\\b|with\\b|as\\b|to\\b|from\\b|at\\b|on\\b|who\\b|and\\b|when\\b|\\p{Ll}+ing\\b))";
    private static final String WHO = "(" + PRONOUN + "|" + NAME + "|" + DESCRIPTION + ")";
    private static final String SUBJECT = "((?:He|he|She|she|They|they|I)\\b|" + NAME
            + "|(?:The|the|My|my|His|his|Her|her)(?:\\s+[\\p{L}’'-]+){1,3}?)";

    /** "said Mary", "quietly answered the keeper". */
    private static final Pattern VERB_FIRST =
            Pattern.compile("^[\\s,;—–-]*" + ADVERB + "(" + VERB + ")\\s+" + ADVERB + WHO);
    /** "Mary said", "the old man answered". */
    private static final Pattern NAME_FIRST =
            Pattern.compile("^[\\s,;—–-]*" + SUBJECT + "\\s+" + ADVERB + "(" + VERB + ")\\b");
    /** "Mary answered softly," and then the speech. */
    private static final Pattern LEADING = Pattern.compile("(?:^|[.!?;,]\\s*|\\b(?:[Aa]nd|[Tt]hen|[Bb]ut)\\s+)"
            + SUBJECT + "\\s+" + ADVERB + "(" + VERB + ")\\b[^.!?\"“”‘]{0,60}[,:—–-]\\s*$");
    /** "and said:", the speaker being named too far away to tell. */
    private static final Pattern LEADING_VERB = Pattern.compile("\\b(" + VERB + ")\\b[^.!?\"“”‘]{0,40}[,:—–-]\\s*$");

    /** "said he to himself": heard by nobody, answered by nobody. */
    private static final Pattern ASIDE =
            Pattern.compile("^[^.!?]{0,60}\\b(?:to|within) (?:him|her|my)self\\b|^[^.!?]{0,60}\\baside\\b");

    /** The attribution that the narration after a span begins with. */
    static Optional<Attribution> after(String narration) {
        Matcher verbFirst = VERB_FIRST.matcher(narration);
        if (verbFirst.find()) {
            return Optional.of(of(verbFirst.group(2), verbFirst.group(1), narration));
        }
        Matcher nameFirst = NAME_FIRST.matcher(narration);
        return nameFirst.find() ? Optional.of(of(nameFirst.group(1), nameFirst.group(2), narration)) : Optional.empty();
    }

    /** The attribution that the narration before a span ends with. */
    static Optional<Attribution> before(String narration) {
        String near = narration.substring(Math.max(0, narration.length() - NEAR));
        Matcher leading = LEADING.matcher(near);
        if (leading.find()) {
            return Optional.of(of(leading.group(1), leading.group(2), near));
        }
        Matcher verb = LEADING_VERB.matcher(near);
        return verb.find() ? Optional.of(of("", verb.group(1), near)) : Optional.empty();
    }

    private static final int NEAR = 160;

    private static Attribution of(String who, String verb, String narration) {
        String name = who.replaceAll("\\s+", " ").replaceFirst("['’]s$", "");
        if (name.matches("He|She|They|The .*|My .*|His .*|Her .*")) {
            name = Character.toLowerCase(name.charAt(0)) + name.substring(1);
        }
        return new Attribution(new Speaker(name), manner(verb, narration));
    }

    private static Manner manner(String verb, String narration) {
        if (verb.matches(UNSPOKEN) || ASIDE.matcher(narration).find()) {
            return Manner.UNSPOKEN;
        }
        return verb.matches(CONTINUED) ? Manner.CONTINUED : verb.matches(ANSWERED) ? Manner.ANSWERED : Manner.SPOKEN;
    }
}
