// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words beside speech that say whose it is: "said the old man", "Mary answered", or only "Mary rose".
 *
 * @param speaker who
 * @param manner how
 */
record Attribution(Speaker speaker, Manner manner) {

    /** What the verb says of the speech. */
    enum Manner {
        /** It is said. */
        SPOKEN,
        /** It is said in answer, or in between: "he replied", "he broke in". */
        ANSWERED,
        /** The one who spoke before goes on: "he continued". */
        CONTINUED,
        /** It is not said at all: "she thought", "he wrote". */
        UNSPOKEN,
        /** Nothing is said of it; somebody acts beside it, and by the convention of print it is his: "He rose." */
        ACTED,
        /** Nothing at all stands beside it. */
        NONE
    }

    static final Attribution NONE = new Attribution(Speaker.UNKNOWN, Manner.NONE);

    private static final String ADVERB = "(?:(?:[a-z]+ly|again|then|at last|at length|once more|now|had|only)\\s+)?";

    private static final String PRONOUN = "(?:he|she|they|I)\\b";
    private static final String NO_VERB = "(?!(?:was|were|had|is|are)\\b)";
    private static final String DESCRIPTION = "(?:the|a|an|my|his|her|their|our|another|one of the|this|that)"
            + "(?:\\s+" + NO_VERB
            + "[\\p{L}’'-]+){1,3}?(?=\\s*(?:[,.;:!?—–-]|$|(?:in|with|as|to|from|at|on|of|who|and|when|after)\\b"
            + "|\\p{Ll}+(?:ing|ly)\\b))";
    private static final String WHO = "(" + PRONOUN + "|" + Actor.NAME + "|" + DESCRIPTION + ")";
    private static final String SUBJECT = "((?:He|he|She|she|They|they|I)\\b|" + Actor.NAME
            + "|(?:The|the|My|my|His|his|Her|her)(?:\\s+" + NO_VERB + "[\\p{L}’'-]+){1,3}?)";
    private static final String START = "^[\\s,;—–-]*(?:and\\s+)?";

    /** "said Mary", "quietly answered the keeper". */
    private static final Pattern VERB_FIRST =
            Pattern.compile(START + ADVERB + "(" + SpeechVerbs.ANY + ")\\s+" + ADVERB + WHO);
    /** "hazarded Mary": behind speech no other verb goes before who does it. */
    private static final Pattern ANY_VERB_FIRST =
            Pattern.compile(START + ADVERB + "(\\p{Ll}+ed)\\s+(" + PRONOUN + "|" + Actor.NAME + ")");
    /** "Mary said", "the old man answered". */
    private static final Pattern NAME_FIRST =
            Pattern.compile(START + SUBJECT + "\\s+" + ADVERB + "(" + SpeechVerbs.ANY + ")\\b");
    /** "Mary hazarded", where the sentence goes on from the speech. */
    private static final Pattern NAME_FIRST_ANY_VERB =
            Pattern.compile(START + "((?:he|she|they|I)\\b|" + Actor.NAME + ")\\s+" + ADVERB + "(\\p{Ll}+)\\b");
    /** "Mary answered softly," and then the speech. */
    private static final Pattern LEADING =
            Pattern.compile("(?:^\\s*|(?<!\\b(?:Mr|Mrs|Dr|St))[.!?;,]\\s*|\\b(?:[Aa]nd|[Tt]hen|[Bb]ut|[Ww]hen)\\s+)"
                    + SUBJECT + "\\s+" + ADVERB + "(" + SpeechVerbs.ANY + ")\\b[^.!?\"“”‘]{0,60}[,:—–-]\\s*$");
    /** "and said:", the speaker being named too far away to tell. */
    private static final Pattern LEADING_VERB =
            Pattern.compile("\\b(" + SpeechVerbs.ANY + ")\\b[^.!?\"“”‘]{0,40}[,:—–-]\\s*$");

    /** "Mary went on.", and the speech is a paragraph by itself. */
    private static final Pattern LEADING_CONTINUED = Pattern.compile(
            "\\b(?:went on|continued|resumed|proceeded|began again|began afresh)(?:\\s+\\p{Ll}+){0,2}\\.\\s*$");

    /** "she heard Ralph say": it is not she who says it. */
    private static final Pattern HEARD = Pattern.compile(
            START + "(?:he|she|I|they|" + Actor.NAME + ")\\s+heard\\s+(" + Actor.NAME + "|him|her)\\s+\\p{Ll}+");

    /** "was Mary's answer", "came his reply". */
    private static final Pattern NOUN_OF_SPEECH = Pattern.compile(START + "(?:was|were|came)\\s+(?:(" + Actor.NAME
            + ")['’]s|(?:(his|her)|(?:the|all)\\s+(?:\\p{Ll}+\\s+)?(?:answer|reply|response))\\b)[^.]{0,30}");

    /** "with a look that said", "he was tempted to say": nothing is said. */
    private static final Pattern IMAGINED = Pattern.compile(
            "\\b(?:as much as|as if|seem(?:s|ed)|plainly|would have|might have|look(?:s|ed)?|eyes?|face)\\b"
                    + "(?:(?!\\band\\b)[^.!?]){0,30}\\bsa(?:y|id|ying)\\W*$"
                    + "|\\b(?:wish(?:es|ed)?|tempted|going|about|long(?:s|ed)?|want(?:s|ed)?|(?:on|upon) the point|almost|nearly"
                    + "|from|could have|should have|would)\\b[^.!?]{0,30}\\b(?:" + SpeechVerbs.PLAIN
                    + ")\\b[^.!?]{0,20}\\W*$");

    /** The rest of an attribution's clause, and what hangs on it: ", with a bow." */
    private static final String TAIL = "[^,.;:!?—]{0,80}"
            + "(?:,\\s+(?:with|in|and|as|\\p{Ll}+ing|\\p{Ll}+ly)\\b[^,.;:!?—]{0,80})*(?:[,.;:!?—]|$)";

    private static final Pattern CLAUSE =
            Pattern.compile("\\s+" + ADVERB + SpeechVerbs.ANY + "\\s+" + ADVERB + WHO + TAIL);

    /** "Mary said softly,", but not "Mary said he would come". */
    private static final Pattern CLAUSE_NAME_FIRST = Pattern.compile("\\s+(?!He\\b|She\\b|They\\b)" + SUBJECT + "\\s+"
            + ADVERB
            + SpeechVerbs.ANY
            + "(?=\\s*(?:[,.;:!?—]|$)|\\s+(?:to|in|with|from|at|as|and|again|\\p{Ll}+ly|\\p{Ll}+ing)\\b)" + TAIL);

    /** "said he to himself": heard by nobody, answered by nobody. */
    private static final Pattern ASIDE = Pattern.compile("^[^.!?,;]{0,60}\\b(?:to|within) (?:him|her|my)self\\b"
            + "|^[^.!?,;]{0,60}(?<!\\b(?:step|stepped|stepping|stood|turned|turning|drew|put|laid|took|pushed|moved) )"
            + "\\baside\\b");

    /** "she thought it best to say": it is said, after all. */
    private static final Pattern TO_SAY = Pattern.compile(
            "\\b(?:to say|to ask|to reply|to answer|and said|and asked|and cried)\\b[^.!?]{0,20}[,:—–-]\\s*$");

    private static final Pattern UNSPOKEN = Pattern.compile(SpeechVerbs.UNSPOKEN);
    private static final Pattern ANSWERED = Pattern.compile(SpeechVerbs.ANSWERED);
    private static final Pattern CONTINUED = Pattern.compile(SpeechVerbs.CONTINUED);

    /** "went on in the same low voice." */
    private static final int SENTENCE_END = 50;

    /** No attribution is longer, and a pattern need not read on to the end of a chapter. */
    private static final int NEAR = 160;

    /**
     * The attribution that the narration after a span begins with.
     *
     * @param open whether the speech ends in a comma or the like, so that the sentence goes on in the narration
     */
    static Optional<Attribution> after(String narration, boolean open) {
        String near = narration.substring(0, Math.min(NEAR, narration.length()));
        Matcher heard = HEARD.matcher(near);
        if (heard.lookingAt()) {
            return Optional.of(new Attribution(heard(heard.group(1)), Manner.SPOKEN));
        }
        Matcher verbFirst = VERB_FIRST.matcher(near);
        if (verbFirst.find()) {
            return Optional.of(of(verbFirst.group(2), verbFirst.group(1), near));
        }
        Matcher nameFirst = NAME_FIRST.matcher(near);
        if (nameFirst.find()) {
            return Optional.of(of(nameFirst.group(1), nameFirst.group(2), near));
        }
        Matcher anyVerbFirst = ANY_VERB_FIRST.matcher(near);
        if (anyVerbFirst.find()) {
            return Optional.of(of(anyVerbFirst.group(2), anyVerbFirst.group(1), near));
        }
        Matcher noun = NOUN_OF_SPEECH.matcher(near);
        if (noun.lookingAt()) {
            return Optional.of(new Attribution(whose(noun.group(1), noun.group(2)), Manner.ANSWERED));
        }
        Matcher anyVerb = NAME_FIRST_ANY_VERB.matcher(near);
        return open && anyVerb.find() ? Optional.of(of(anyVerb.group(1), anyVerb.group(2), near)) : Optional.empty();
    }

    /**
     * Where the clause ends that gives speech to somebody, in prose without marks around speech: "Yes, said he, I will."
     *
     * @param at the place behind a punctuation mark of the speech
     * @param end where the paragraph ends
     * @return one past the clause's last character; {@code at} where no such clause begins
     */
    static int clauseEnd(String text, int at, int end) {
        Matcher clause = CLAUSE.matcher(text).region(at, Math.min(end, at + NEAR));
        if (clause.lookingAt()) {
            return clause.end();
        }
        // Behind a full stop a name begins a sentence of the speaker's: "I asked. Mary said."
        Matcher nameFirst = CLAUSE_NAME_FIRST.matcher(text).region(at, Math.min(end, at + NEAR));
        return text.charAt(at - 1) != '.' && nameFirst.lookingAt() ? nameFirst.end() : at;
    }

    /** The attribution that the narration before a span ends with. */
    static Optional<Attribution> before(String narration) {
        String near = narration.substring(Math.max(0, narration.length() - NEAR));
        if (IMAGINED.matcher(near).find()) {
            return Optional.of(new Attribution(Speaker.UNKNOWN, Manner.UNSPOKEN));
        }
        Matcher leading = LEADING.matcher(near);
        if (leading.find()) {
            return Optional.of(of(leading.group(1), leading.group(2), near));
        }
        if (goesOn(narration.strip())) {
            return Optional.of(new Attribution(Speaker.UNKNOWN, Manner.CONTINUED));
        }
        Matcher verb = LEADING_VERB.matcher(near);
        return verb.find() ? Optional.of(of("", verb.group(1), near)) : Optional.empty();
    }

    /** Whether narration ends in somebody's going on: "and then she went on." */
    static boolean goesOn(String narration) {
        return narration.endsWith(".")
                && LEADING_CONTINUED
                        .matcher(narration.substring(Math.max(0, narration.length() - SENTENCE_END)))
                        .find();
    }

    private static Speaker heard(String who) {
        return switch (who) {
            case "him" -> new Speaker("he");
            case "her" -> new Speaker("she");
            default -> Speaker.of(who);
        };
    }

    /** Whose an answer is: a name's, "his", "her", or nobody's that is said. */
    private static Speaker whose(String name, String pronoun) {
        if (name != null) {
            return Speaker.of(name);
        }
        return pronoun == null ? Speaker.UNKNOWN : new Speaker(pronoun.equals("his") ? "he" : "she");
    }

    private static Attribution of(String who, String verb, String narration) {
        return new Attribution(Speaker.of(who), manner(verb, narration));
    }

    private static Manner manner(String verb, String narration) {
        boolean unspoken =
                UNSPOKEN.matcher(verb).matches() && !TO_SAY.matcher(narration).find();
        if (unspoken || ASIDE.matcher(narration).find()) {
            return Manner.UNSPOKEN;
        }
        if (ANSWERED.matcher(verb).matches()) {
            return Manner.ANSWERED;
        }
        return CONTINUED.matcher(verb).matches() ? Manner.CONTINUED : Manner.SPOKEN;
    }

    /** Whether a verb of speech says whose it is. */
    boolean isSaid() {
        return manner != Manner.NONE && manner != Manner.ACTED;
    }
}
