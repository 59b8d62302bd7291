// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import dev.seance.api.corpus.Document;

/**
 * Decides whether two neighbouring pieces of text are one word that a line's end broke.
 *
 * <p>They are when what they make together is in the lexicon and at least one of them is no word: it is rare beside the
 * whole, or most of the times that it stands alone it stands so beside the rest of a word, as "tion" does. Where both are
 * words, as in "him self", the corpus tells by how often it has the two beside each other: line ends break a word in one
 * of a hundred places or so, and people who write "any one" do it far oftener than that.
 *
 * <p>A hyphen before the line's end stays when the corpus writes the word with one more often than without. Not
 * thread-safe.
 */
final class JoinRule {

    /** How rare a piece is beside the whole that is no word of its own. */
    private static final double RARE = 0.1;

    /** The share of its occurrences that are parts of broken words from which on a form is no word. */
    private static final double MOSTLY_PART = 0.4;

    /** How often line ends break a word at one place, at most, among its occurrences. */
    private static final double MOST_BROKEN = 0.15;

    /**
     * How often line ends break a word between two letters, at most, among its occurrences and for each letter of the
     * second part but one: that is for how many columns of a line of some 60 the place is the last that fits, in print
     * that breaks about half the words it could.
     */
    private static final double BROKEN = 0.01;

    /** Pairs are counted in documents that have the whole: of those, one in so many must be there to speak for all. */
    private static final int COMMON = 4;

    private static final int MAX_BOOKS = 255;

    /** Fewer occurrences of the whole say nothing about how often it is broken. */
    private static final int ENOUGH = 20;

    private final Lexicon lexicon;
    private final FormCounts counts;
    private final Document document;

    /** The document's own forms, once they are needed. */
    private DocumentForms own;

    JoinRule(Lexicon lexicon, Document document) {
        this.lexicon = lexicon;
        this.document = document;
        this.counts = lexicon.counts();
    }

    /** What to do with two pieces and what stands between them. */
    enum Join {
        /** Nothing. */
        NONE,
        /** Leave out what stands between them. */
        CLOSED,
        /** Leave a hyphen between them. */
        HYPHENATED
    }

    /**
     * A piece of text.
     *
     * @param text where it stands
     * @param start its first character's index
     * @param end its last character's index and 1
     * @param hash its hash, not finished
     */
    record Piece(String text, int start, int end, long hash) {

        int length() {
            return end - start;
        }

        long form() {
            return FormHash.finish(hash);
        }

        boolean inCapitals() {
            return Character.isUpperCase(text.charAt(end - 1)) && Character.isUpperCase(text.charAt(start));
        }

        @Override
        public String toString() {
            return text.substring(start, end);
        }
    }

    Join decide(Piece one, Piece other, Gap gap) {
        if (one.length() < 2 || other.length() < 2 || one.length() + other.length() >= FormHash.LONGEST) {
            return Join.NONE;
        }
        // A capital begins a name or a sentence, unless everything is in capitals.
        if (Character.isUpperCase(other.text().charAt(other.start())) && !(one.inCapitals() && other.inCapitals())) {
            return Join.NONE;
        }
        long closed = FormHash.finish(FormHash.concat(one.hash(), other.hash(), other.length()));
        if (gap.hyphen()) {
            return atHyphen(one, other, gap, counts.times(closed));
        }
        long times = lexicon.candidateTimes(closed);
        if (times == 0 || !isBroken(one, other, closed, times)) {
            return Join.NONE;
        }
        String whole = one.toString() + other;
        return lexicon.contains(whole, 0, whole.length()) ? Join.CLOSED : Join.NONE;
    }

    private Join atHyphen(Piece one, Piece other, Gap gap, long closedTimes) {
        long compound = FormHash.concat(FormHash.append(one.hash(), '-'), other.hash(), other.length());
        long hyphenated = counts.times(FormHash.finish(compound));
        if (hyphenated > closedTimes) {
            return Join.HYPHENATED;
        }
        String whole = one.toString() + other;
        if (closedTimes > 0 && lexicon.contains(whole, 0, whole.length())) {
            return Join.CLOSED;
        }
        if (!isWord(other)) {
            return Join.CLOSED;
        }
        // Within a line this is a dash or the first of two compounds that share their second part.
        if (gap == Gap.HYPHEN_BLANK) {
            return Join.NONE;
        }
        return isWord(one) ? Join.HYPHENATED : Join.CLOSED;
    }

    private boolean isWord(Piece piece) {
        return lexicon.contains(piece.text(), piece.start(), piece.end(), piece.hash())
                && !isPart(piece, FormHash.head(piece.hash()))
                && !isPart(piece, FormHash.tail(piece.hash()));
    }

    private boolean isBroken(Piece one, Piece other, long closed, long whole) {
        if (isNoWord(one, FormHash.head(one.hash()), whole) || isNoWord(other, FormHash.tail(other.hash()), whole)) {
            return counts.times(pair(one, other)) <= 2 + MOST_BROKEN * whole;
        }
        if (whole < ENOUGH || counts.books(closed) * COMMON < Math.min(counts.documents(), MAX_BOOKS)) {
            return false;
        }
        int letters = other.length() - 1;
        // Words as common as "up" and "on" meet by chance as often as a line's end breaks "upon".
        double byChance = (double) counts.times(one.form()) * counts.times(other.form()) / counts.words();
        if (byChance > BROKEN * letters * whole / 3 || !isRare(counts.times(pair(one, other)), letters, whole)) {
            return false;
        }
        if (own == null) {
            own = DocumentForms.of(document);
        }
        // Some authors write "every body" where all others write one word.
        int ownWhole = own.times(closed);
        int ownPair = own.times(pair(one, other));
        return ownWhole > 0 && isRare(ownPair, letters, ownWhole);
    }

    /** The form of two pieces beside each other. */
    private static long pair(Piece one, Piece other) {
        return FormHash.finish(FormHash.pair(one.hash(), other.hash(), other.length()));
    }

    /** Whether so many pairs may come from broken words, up to two standard deviations. */
    private static boolean isRare(long pairs, int letters, long whole) {
        double expected = BROKEN * letters * whole;
        return pairs <= 1 + expected + 2 * Math.sqrt(expected);
    }

    /**
     * Whether a piece that could be the end of one word and the beginning of the next belongs to the next: "re" of "the re
     * mark". It does when what stands before it is a word by itself and what follows is none.
     */
    boolean belongsToNext(Piece one, Piece shared, Piece next) {
        return !isNoWord(one, FormHash.head(one.hash()), times(one, shared))
                && isNoWord(next, FormHash.tail(next.hash()), times(shared, next));
    }

    private long times(Piece one, Piece other) {
        return counts.times(FormHash.finish(FormHash.concat(one.hash(), other.hash(), other.length())));
    }

    private boolean isNoWord(Piece piece, long part, long whole) {
        return counts.times(piece.form()) <= RARE * whole || isPart(piece, part);
    }

    private boolean isPart(Piece piece, long part) {
        return counts.times(FormHash.finish(part)) > MOSTLY_PART * counts.times(piece.form());
    }
}
