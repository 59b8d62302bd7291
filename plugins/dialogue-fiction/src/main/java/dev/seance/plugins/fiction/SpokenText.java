// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import java.util.List;
import java.util.regex.Pattern;

/** Puts the pieces of interrupted speech together as the speaker said them. */
final class SpokenText {

    /** The end of a sentence in narration; not the point of "Mr." or of an initial. */
    private static final Pattern SENTENCE_END =
            Pattern.compile("(?<!\\b(?:Mr|Mrs|Dr|St|Messrs|[A-HJ-Z]))[.!?](?:[^\\p{L}\\d]|$)");

    /** A comma after a word that no speaker stops at is there for the sake of "said he" alone. */
    private static final Pattern PRINTERS_COMMA = Pattern.compile(
            "\\b(?:if|that|but|and|or|for|when|because|though|although|while|than|the|a|an|of|to|in|is|are|was|were"
                    + "|think|believe|suppose|hope|know|fear|say|might|may|can|could|will|would|shall|should|must|do|does|did|have|has|had|not|very|so|my|your|his|her|our"
                    + "|I|it is|you are|he is|she is),$",
            Pattern.CASE_INSENSITIVE);

    /** More than the last words that {@link #PRINTERS_COMMA} knows. */
    private static final int LAST_WORDS = 30;

    /** A capital on a word that is no name begins a sentence, whatever the narration ended in. */
    private static final Pattern STARTER =
            Pattern.compile("(?:There|Do|Does|Did|The|A|It|He|She|They|We|You|What|Why|How"
                    + "|When|Where|Who|Is|Are|Was|But|And|That|This|If|Oh|No|Yes|Let|My|Your|In|At|So|Then|Now|Not|Have|Has|Can|Will"
                    + "|Would|Shall|Well|Ah|For|Only|Some|All|Nothing|Never)\\b");

    /**
     * What the narrator puts into somebody's speech in brackets: "(turning to Emma)", "(with a sigh)". What the speaker
     * himself says in brackets does not begin with a participle, or only with one of those that are prepositions.
     */
    private static final Pattern DIRECTION =
            Pattern.compile("\\s*\\((?:(?:rather|very|quite|most|half)\\s+)?\\p{Ll}{2,}ly\\)"
                    + "|\\s*\\("
                    + "(?:(?:\\p{Ll}+ly|again|here|then|still|half)\\s+)?"
                    + "(?:(?!(?:considering|concerning|regarding|including|excepting|barring|supposing|according|seeing|being"
                    + "|having|allowing|owing|during|finding|meaning|judging|nothing|anything|something|everything)\\b)\\p{Ll}{2,}ing\\b"
                    + "|with\\s+(?:an?|the|some|great|much|his|her)\\b|in\\s+an?\\b[^()]{0,40}\\b(?:tone|voice|accent|whisper|manner)\\b"
                    + "|aside\\b|to\\s+(?:\\p{Lu}|h(?:im|er)(?:self)?\\b))"
                    + "[^()]{0,120}\\),?");

    private static final Pattern NOTE = Pattern.compile("\\[\\d+\\]");
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern BLANK_BEFORE_MARK = Pattern.compile(" ([,.;:!?])");

    private SpokenText() {}

    /**
     * One piece of prose out of the spans of an utterance.
     *
     * <p>A comma before "said he" may be the speaker's own or the printer's; the narration tells which. After
     * {@code "Yes," said he, "I will"} the sentence goes on, after {@code "Yes," said he. "I will"} it has ended, and in
     * {@code "If," said he, "you will"} there is no comma at all.
     */
    static String join(String text, List<Span> spans) {
        StringBuilder joined = new StringBuilder();
        for (int i = 0; i < spans.size(); i++) {
            Span span = spans.get(i);
            String piece = tidy(text.substring(span.start(), span.end()));
            if (piece.isEmpty()) {
                continue;
            }
            if (i > 0 && joined.length() > 0) {
                interrupt(joined, text.substring(spans.get(i - 1).end(), span.start()), piece);
                joined.append(' ');
            }
            joined.append(piece);
        }
        if (!spans.isEmpty() && breaksOff(text, spans.get(spans.size() - 1))) {
            joined.append('—');
        }
        endSentence(joined);
        return capitalised(joined);
    }

    /** Whether a careless copy has lost the dash that speech breaks off with, but not the blank before it. */
    private static boolean breaksOff(String text, Span span) {
        return span.end() - span.start() > 1
                && text.charAt(span.end() - 1) == ' '
                && Character.isLetterOrDigit(text.charAt(span.end() - 2));
    }

    private static String tidy(String piece) {
        String said = piece.indexOf('(') < 0 ? piece : DIRECTION.matcher(piece).replaceAll("");
        String plain = said.replace("_", "").replace("--", "—").replace("—,", "—");
        String unmarked = plain.indexOf('[') < 0 ? plain : NOTE.matcher(plain).replaceAll("");
        String even = BLANKS.matcher(unmarked).replaceAll(" ");
        return BLANK_BEFORE_MARK.matcher(even).replaceAll("$1").strip();
    }

    /** Sets the mark that belongs at the end of a piece, by the narration that followed and the piece after it. */
    private static void interrupt(StringBuilder joined, String narration, String next) {
        char last = joined.charAt(joined.length() - 1);
        if (SENTENCE_END.matcher(narration).find() || STARTER.matcher(next).lookingAt()) {
            endSentence(joined);
        } else if (last == ',') {
            char printed = lastMark(narration);
            if (printed == ';' || printed == ':') {
                joined.setCharAt(joined.length() - 1, printed);
            } else if (PRINTERS_COMMA
                    .matcher(joined)
                    .region(Math.max(0, joined.length() - LAST_WORDS), joined.length())
                    .find()) {
                joined.setLength(joined.length() - 1);
            }
        }
    }

    /** The last punctuation mark of narration, or a blank when words come after it. */
    private static char lastMark(String narration) {
        for (int i = narration.length() - 1; i >= 0; i--) {
            char c = narration.charAt(i);
            if (Character.isLetterOrDigit(c) || ",;:.!?—".indexOf(c) >= 0) {
                return c;
            }
        }
        return ' ';
    }

    private static void endSentence(StringBuilder speech) {
        if (speech.length() == 0) {
            return;
        }
        char last = speech.charAt(speech.length() - 1);
        if (",;:".indexOf(last) >= 0) {
            speech.setCharAt(speech.length() - 1, '.');
        } else if (Character.isLetterOrDigit(last)) {
            speech.append('.');
        }
    }

    private static String capitalised(StringBuilder speech) {
        if (speech.length() > 0) {
            speech.setCharAt(0, Character.toUpperCase(speech.charAt(0)));
        }
        return speech.toString();
    }
}
