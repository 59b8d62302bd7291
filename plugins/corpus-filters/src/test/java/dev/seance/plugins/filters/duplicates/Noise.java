// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.duplicates;

import java.util.Random;

/** Texts of random words, some much commoner than others, and texts as recognition misreads them. */
final class Noise {

    private Noise() {}

    static String text(Random random, int words) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            // As in prose, a few words are most of it.
            int rank = (int) (5000 * Math.pow(random.nextDouble(), 3));
            text.append(i == 0 ? "" : " ").append("w").append(Integer.toString(rank, 36));
        }
        return text.toString();
    }

    /** With that share of its words misread. */
    static String misread(String text, double share, Random random) {
        StringBuilder noisy = new StringBuilder();
        for (String word : text.split("(?<=\\s)")) {
            int length = word.stripTrailing().length();
            if (length > 0 && random.nextDouble() < share) {
                int at = random.nextInt(length);
                noisy.append(word, 0, at)
                        .append((char) ('a' + random.nextInt(26)))
                        .append('q')
                        .append(word.substring(at + 1));
            } else {
                noisy.append(word);
            }
        }
        return noisy.toString();
    }
}
