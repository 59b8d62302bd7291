// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe;

import java.util.Arrays;

/** A list of words that a pair occurs in; each once, as long as a word's occurrences are added in one go. */
final class WordList {

    private int[] words = new int[2];
    private int size;

    int size() {
        return size;
    }

    int get(int index) {
        return words[index];
    }

    void add(int word) {
        if (size > 0 && words[size - 1] == word) {
            return;
        }
        if (size == words.length) {
            words = Arrays.copyOf(words, size * 2);
        }
        words[size++] = word;
    }
}
