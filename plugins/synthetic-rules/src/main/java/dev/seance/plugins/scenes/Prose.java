// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scenes;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Makes well-formed sentences of expanded templates. */
final class Prose {

    private static final Pattern SENTENCE = Pattern.compile("(^|[.!?] )(\\p{Ll})");
    private static final Pattern ARTICLE = Pattern.compile("\\b([Aa]) (?=[aeiouAEIOU])(?!(?:one|use|uni|eu|ew))");

    private static final Pattern QUESTION = Pattern.compile(
            "(?:What|Who|Whom|Which|Where|When|Why|How|Do|Does|Did|Is|Are|Was|Were|Can|Could|Will|Would|Shall|Should|Have|Has"
                    + "|May|Might|With whom|To whom|In what)\\b(?! tell| go| weather we| a wet)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern ORDER = Pattern.compile(
            "(?:I|I'd|It|A|My|Tell|Give|Make|Say|Let|Show|Introduce|Explain|Thank|Thanks|Pray|Please|Go|Continue|Write|Do tell"
                    + "|Do go|What a|What weather)\\b",
            Pattern.CASE_INSENSITIVE);

    private Prose() {}

    /** Single spaces, none before a mark, "an" before a vowel, a capital at the beginning of each sentence. */
    static String tidy(String text) {
        String spaced =
                text.replaceAll("\\s+", " ").replaceAll(" ([,.;:!?])", "$1").strip();
        String articles = ARTICLE.matcher(spaced).replaceAll("$1n ");
        return SENTENCE.matcher(articles).replaceAll(Prose::capital);
    }

    /** A question ends with a question mark, what is not one does not: alternatives of a line may be of either kind. */
    static String asked(String line) {
        String last = line.substring(Math.max(line.lastIndexOf(". "), line.lastIndexOf("! ")) + 1)
                .strip();
        if (QUESTION.matcher(last).lookingAt()) {
            return line.endsWith(".") ? line.substring(0, line.length() - 1) + "?" : line;
        }
        return line.endsWith("?") && ORDER.matcher(last).lookingAt()
                ? line.substring(0, line.length() - 1) + "."
                : line;
    }

    private static String capital(MatchResult match) {
        return match.group(1) + match.group(2).toUpperCase(Locale.ROOT);
    }
}
