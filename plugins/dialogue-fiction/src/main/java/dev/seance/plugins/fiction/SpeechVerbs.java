// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

/**
 * The verbs that give speech to somebody, as alternatives of patterns. Behind speech and before a name any verb will do;
 * these are for where it takes a verb of speech to tell an attribution from other narration.
 */
final class SpeechVerbs {

    /** The one who spoke before goes on. */
    static final String CONTINUED =
            "continued|continues|added|adds|went on|goes on|resumed|resumes|proceeded|pursued|concluded|finished";

    /** It is in answer to somebody, or breaks in on him. */
    static final String ANSWERED =
            "replied|replies|answered|answers|returned|returns|rejoined|rejoins|responded|responds"
                    + "|retorted|retorts|assented|agreed|protested|objected|admitted|acknowledged"
                    + "|interposed|interrupted|interjected|put in|broke in|struck in|chimed in|cut in";

    /** Nothing is said aloud. */
    static final String UNSPOKEN = "thought|thinks|wrote|writes|read|reads|sang|prayed|pondered|reflected"
            + "|meditated|quoted|recited|intoned|soliloquised";

    private static final String SPOKEN = "said|says|say|saying|asked|asks|cried|cries|exclaimed|exclaims"
            + "|whispered|murmured|muttered|mumbled|shouted|inquired|enquired|observed|remarked|began|begins"
            + "|repeated|suggested|demanded|declared|ejaculated|echoed|echoes"
            + "|faltered|stammered|gasped|sighed|sobbed|laughed|chuckled|growled|roared|screamed|shrieked|called"
            + "|quoth|urged|confessed|explained|announced|commented|mused"
            + "|questioned|queried|pleaded|begged|implored|entreated|persisted|insisted|moaned"
            + "|groaned|grumbled|snapped|sneered|hissed|drawled|bawled|yelled|panted|burst out|told|ventured|affirmed|argued|thundered|sang out"
            + "|vociferated|asseverated|apologised|corrected|assured|warned|hinted|reiterated"
            + "|breathed|grunted|snarled|wailed|piped|spoke";

    /** As they stand behind "to" or "would", and where nobody says what might be said: "she nearly exclaimed". */
    static final String PLAIN =
            "say|saying|ask|asking|cry|exclaim|exclaimed|exclaiming|answer|reply|add|call out|think|thinking|tell";

    static final String ANY = "(?:" + SPOKEN + "|" + ANSWERED + "|" + CONTINUED + "|" + UNSPOKEN + ")";

    private SpeechVerbs() {}
}
