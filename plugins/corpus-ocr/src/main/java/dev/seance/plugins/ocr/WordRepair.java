// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import dev.seance.api.corpus.Document;
import dev.seance.plugins.ocr.Confusions.Confusion;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds what a misread word was in print: of the words of the lexicon from which one confusion leads to what recognition
 * wrote, the one that is by far the likeliest.
 *
 * <p>How likely a word is goes by how often the corpus has it and how common the confusion is. To be taken it must be
 * {@value Lexicon#COMMONER} times as common as what stands there, {@value #CLEAR} times as likely as all others together,
 * and common enough at all; the shorter the word, the commoner, because short words have many neighbours and names and
 * dialect are mostly short. Not thread-safe.
 */
final class WordRepair {

    private static final double CLEAR = 4;

    /** How often a word of three letters must occur in a million, weighed by its confusion; longer ones less often. */
    private static final double LEAST = 60;

    private static final int SHORTEST = 3;

    /** A name is only changed by a confusion this common. */
    private static final double STRONG = 0.5;

    /** How many times as often as a form its document must have what it is taken for, at most. */
    private static final double MOST_OWN = 10;

    private final Lexicon lexicon;
    private final Document document;
    private DocumentForms own;
    private final Readings readings;
    private Confusion best;
    private int bestAt;
    private long bestForm;
    private double bestScore;
    private double otherScores;

    /**
     * Prepares repairs.
     *
     * @param document whose words they are
     */
    WordRepair(Lexicon lexicon, Document document) {
        this.lexicon = lexicon;
        this.document = document;
        this.readings = new Readings(lexicon.rules().confusions());
    }

    /**
     * What a word that is not in the lexicon was in print, if it is plain.
     *
     * @param name whether it may be a name: it begins with a capital
     */
    Optional<String> repaired(String text, int start, int end, boolean name) {
        int length = end - start;
        if (length < SHORTEST || length > FormHash.LONGEST) {
            return Optional.empty();
        }
        FormCounts counts = lexicon.counts();
        best = null;
        bestForm = 0;
        bestScore = 0;
        otherScores = 0;
        readings.visit(text, start, end, (form, confusion, at) -> {
            long times = lexicon.candidateTimes(form);
            if (times > 0 && (!name || confusion.strength() >= STRONG)) {
                weigh(form, times * confusion.strength(), confusion, at);
            }
        });
        if (best == null) {
            return Optional.empty();
        }
        long hash = FormHash.of(text, start, end);
        long times = counts.times(FormHash.finish(hash));
        if (isPart(FormHash.head(hash), times) || isPart(FormHash.tail(hash), times) || !lexicon.isCommon(bestForm)) {
            return Optional.empty();
        }
        double least = LEAST / Math.pow(3, Math.min(4, length - SHORTEST)) * counts.words() / 1e6;
        if (bestScore < CLEAR * otherScores
                || bestScore < least
                || counts.times(bestForm) < Lexicon.COMMONER * times
                || isOwnWord(FormHash.finish(hash))) {
            return Optional.empty();
        }
        String word = written(text, start, end);
        if (hasStrayCapital(word)) {
            return Optional.empty();
        }
        return lexicon.contains(word, 0, word.length()) ? Optional.of(word) : Optional.empty();
    }

    /**
     * Whether a document has a form so often that it must be a word of its own subject: a book on the sea has "kelp" five
     * times, and hardly misread "help" as often. The rarer the confusion, the surer that is; a common one may make most of a word.
     */
    private boolean isOwnWord(long form) {
        if (best.strength() >= STRONG) {
            return false;
        }
        if (own == null) {
            own = DocumentForms.withoutPairs(document);
        }
        int times = own.times(form);
        return times > 1 && own.times(bestForm) < Math.min(MOST_OWN, 1 / best.strength()) * times;
    }

    /** Whether a form mostly is a part of broken words, which nothing but its other part repairs. */
    private boolean isPart(long part, long times) {
        return 3 * lexicon.counts().times(FormHash.finish(part)) > times;
    }

    private void weigh(long form, double score, Confusion confusion, int at) {
        if (form == bestForm) {
            bestScore = Math.max(bestScore, score);
        } else if (score > bestScore) {
            otherScores += bestScore;
            best = confusion;
            bestAt = at;
            bestForm = form;
            bestScore = score;
        } else {
            otherScores += score;
        }
    }

    /** The word with the right letters in the case of the wrong ones. */
    private String written(String text, int start, int end) {
        String wrong = text.substring(bestAt, bestAt + best.wrong().length());
        StringBuilder word = new StringBuilder(end - start + 2);
        word.append(text, start, bestAt);
        String right = best.right();
        if (best.capitals() && !inCapitals(text, start, end)) {
            word.append(right);
        } else if (inCapitals(text, start, end) && end - start > 1) {
            word.append(right.toUpperCase(Locale.ROOT));
        } else if (bestAt == start && Character.isUpperCase(wrong.charAt(0))) {
            word.append(Character.toUpperCase(right.charAt(0))).append(right, 1, right.length());
        } else {
            word.append(right);
        }
        return word.append(text, bestAt + wrong.length(), end).toString();
    }

    /** Whether capitals are left among small letters, so that more was misread than this. */
    private static boolean hasStrayCapital(String word) {
        for (int i = 1; i < word.length(); i++) {
            if (Character.isUpperCase(word.charAt(i)) && Character.isLowerCase(word.charAt(i - 1))) {
                return true;
            }
        }
        return false;
    }

    private static boolean inCapitals(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (Character.isLowerCase(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
