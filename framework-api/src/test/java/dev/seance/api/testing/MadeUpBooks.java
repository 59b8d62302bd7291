// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.testing;

import dev.seance.api.corpus.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Made-up prose: some words are frequent and many are rare, as in a language. The same seed gives the same books. */
public final class MadeUpBooks {

    private static final String[] SYLLABLES = {
        "the", "in", "er", "an", "re", "ed", "on", "es", "st", "en", "at", "to", "nt", "ha", "ou", "ea", "ng", "as"
    };
    private static final String[] ENDS = {" ", " ", " ", " ", ", ", ". ", "; ", "\n", " — ", "'s ", "é "};

    private MadeUpBooks() {}

    public static List<Document> write(int books, int wordsEach, long seed) {
        Random random = new Random(seed);
        List<Document> written = new ArrayList<>();
        for (int i = 0; i < books; i++) {
            StringBuilder text = new StringBuilder();
            for (int w = 0; w < wordsEach; w++) {
                word(random, text);
                text.append(ENDS[random.nextInt(ENDS.length)]);
            }
            written.add(Document.of("book-" + i, text.toString()).build());
        }
        return written;
    }

    /** The lower a syllable's number, the likelier it is. */
    private static void word(Random random, StringBuilder text) {
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            text.append(SYLLABLES[random.nextInt(1 + random.nextInt(SYLLABLES.length))]);
        }
    }
}
