// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import java.io.Serializable;

/**
 * How often each form occurs in a corpus and in how many documents, by hash. Forms are words, words with hyphens in them,
 * and neighbouring words that the same document also writes as one, as pairs and by themselves; see {@link FormSurvey}.
 *
 * <p>Of a hash 8 bits choose a shard and 32 are kept, so that among fifty million forms one unknown form in twenty
 * thousand is taken for a known one. A form takes about 10 bytes. One thread writes, then any number read.
 */
public final class FormCounts implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final int SHARDS = 256;

    private final FormShard[] shards = new FormShard[SHARDS];
    private int documents;
    private long words;

    FormCounts() {
        for (int i = 0; i < SHARDS; i++) {
            shards[i] = new FormShard();
        }
    }

    /** Counts a document of so many words. */
    void addDocument(long documentWords) {
        documents++;
        words += documentWords;
    }

    /** Counts a form that occurs so many times in one document. */
    void add(long form, long times) {
        shards[shard(form)].add(key(form), times, 1);
    }

    /** Adds all of another corpus. */
    void addAll(FormCounts other) {
        for (int i = 0; i < SHARDS; i++) {
            shards[i].addAll(other.shards[i]);
        }
        documents += other.documents;
        words += other.words;
    }

    /** How often a form occurs. */
    long times(long form) {
        return shards[shard(form)].times(key(form));
    }

    /** In how many documents a form occurs, 255 meaning that or more. */
    int books(long form) {
        return shards[shard(form)].books(key(form));
    }

    /** The forms that stand in so many documents, or occur so often. */
    FormFilter words(int leastBooks, long leastTimes) {
        int[] count = new int[1];
        for (FormShard shard : shards) {
            shard.visitWords(leastBooks, leastTimes, key -> count[0]++);
        }
        FormFilter filter = new FormFilter(count[0]);
        for (int i = 0; i < SHARDS; i++) {
            int shard = i;
            shards[i].visitWords(leastBooks, leastTimes, key -> filter.add(shard, key));
        }
        return filter;
    }

    int documents() {
        return documents;
    }

    long words() {
        return words;
    }

    /** How many forms there are. */
    long size() {
        long size = 0;
        for (FormShard shard : shards) {
            size += shard.size();
        }
        return size;
    }

    /** The memory that the tables take. */
    long bytes() {
        long bytes = 0;
        for (FormShard shard : shards) {
            bytes += shard.bytes();
        }
        return bytes;
    }

    static int shard(long form) {
        return (int) (form >>> 56);
    }

    static int key(long form) {
        int key = (int) form;
        return key == 0 ? 1 : key;
    }
}
