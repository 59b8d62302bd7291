// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.synthesis;

import dev.seance.api.corpus.Corpus;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Subset;
import dev.seance.api.corpus.Words;
import dev.seance.api.run.StepContext;
import dev.seance.api.run.StopException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Passages of a corpus that can stand by themselves: whole paragraphs of a few sentences, none of them speech, each drawn
 * with the same chance (Vitter's algorithm R, 1985). The same seed draws the same.
 *
 * @param document the document it stands in
 * @param start its first character's index in the document's text
 * @param end its last character's index and 1
 * @param text the passage, its line ends made blanks
 */
record Passage(String document, int start, int end, String text) {

    /** More digits are tables, dates and accounts. */
    private static final double MOST_DIGITS = 0.03;

    private static final double LEAST_LETTERS = 0.7;

    /** In the order of the corpus. */
    static List<Passage> draw(Corpus corpus, int count, int minWords, int maxWords, long seed, StepContext context) {
        List<Passage> drawn = new ArrayList<>();
        List<Long> places = new ArrayList<>();
        Random random = new Random(seed);
        long seen = 0;
        context.progress().begin("drawing passages", corpus.size(Subset.TRAIN).documents(), "documents");
        try (Stream<Document> documents = corpus.read(Subset.TRAIN)) {
            for (Iterator<Document> rest = documents.iterator(); rest.hasNext(); ) {
                if (context.stopRequested()) {
                    throw new StopException("the passages are drawn again");
                }
                Document document = rest.next();
                for (Passage passage : of(document, minWords, maxWords)) {
                    long place = drawn.size() < count ? drawn.size() : random.nextLong(seen + 1);
                    if (drawn.size() < count) {
                        drawn.add(passage);
                        places.add(seen);
                    } else if (place < count) {
                        drawn.set((int) place, passage);
                        places.set((int) place, seen);
                    }
                    seen++;
                }
                context.progress().advance(1);
            }
        }
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < drawn.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparing(places::get));
        return order.stream().map(drawn::get).toList();
    }

    /** Those of one document. */
    static List<Passage> of(Document document, int minWords, int maxWords) {
        List<Passage> found = new ArrayList<>();
        String text = document.text();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf("\n\n", start);
            end = end < 0 ? text.length() : end;
            String paragraph = text.substring(start, end);
            int blanks = paragraph.length() - paragraph.stripLeading().length();
            String passage = paragraph.strip().replaceAll("\\s+", " ");
            int begin = start + blanks;
            long words = Words.count(passage);
            if (words >= minWords && words <= maxWords && standsByItself(passage)) {
                found.add(new Passage(
                        document.id(), begin, begin + paragraph.strip().length(), passage));
            }
            start = end + 2;
        }
        return found;
    }

    private static boolean standsByItself(String passage) {
        int digits = 0;
        int letters = 0;
        for (int i = 0; i < passage.length(); i++) {
            char c = passage.charAt(i);
            if (c == '"' || c == '\u201C' || c == '\u201D') {
                return false;
            }
            digits += Character.isDigit(c) ? 1 : 0;
            letters += Character.isLetter(c) ? 1 : 0;
        }
        char last = passage.charAt(passage.length() - 1);
        return Character.isUpperCase(passage.charAt(0))
                && (last == '.' || last == '!' || last == '?')
                && digits <= MOST_DIGITS * passage.length()
                && letters >= LEAST_LETTERS * passage.length();
    }

    /** Where it stands, as origins have it. */
    String place() {
        return "characters " + start + "-" + end;
    }
}
