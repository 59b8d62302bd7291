// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import java.util.Arrays;

/** Where rows begin: a place in the order of the documents, and an offset in that document. Grows as it is filled. */
final class RowStarts {

    private int[] documents = new int[1024];
    private int[] offsets = new int[1024];
    private int count;

    void add(int document, int offset) {
        if (count == documents.length) {
            documents = Arrays.copyOf(documents, 2 * count);
            offsets = Arrays.copyOf(offsets, 2 * count);
        }
        documents[count] = document;
        offsets[count++] = offset;
    }

    int count() {
        return count;
    }

    int document(int row) {
        return documents[row];
    }

    int offset(int row) {
        return offsets[row];
    }
}
