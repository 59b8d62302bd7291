// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import java.io.Serializable;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/**
 * A part of the forms of a corpus: an open-addressing table with linear probing, seven bytes a place. Counts that do not
 * fit in their two bytes carry over into a map, which the few hundred commonest forms need. A form's place follows from
 * its key's order, so walking the table costs the memory one pass.
 */
final class FormShard implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final int MAX_BOOKS = 255;
    private static final int SMALLEST = 8;

    /** 0 is an empty place. */
    private int[] keys = new int[SMALLEST];

    /** The low 16 bits of how often a form occurs. */
    private char[] times = new char[SMALLEST];

    /** In how many documents, at most {@link #MAX_BOOKS}. */
    private byte[] books = new byte[SMALLEST];

    private int size;

    /** The bits above the low 16, of the forms that have any. */
    private final TreeMap<Integer, Long> carried = new TreeMap<>();

    /** One of 64 bits is set for each key in the map, so that few others are looked up there. */
    private long carriedKeys;

    void add(int key, long moreTimes, int moreBooks) {
        int place = place(key);
        if (keys[place] == 0) {
            if (4L * (size + 1) > 3L * keys.length) {
                resize(keys.length + keys.length / 4 + SMALLEST);
                place = place(key);
            }
            keys[place] = key;
            size++;
        }
        long sum = times[place] + moreTimes;
        times[place] = (char) sum;
        if (sum > Character.MAX_VALUE) {
            carried.merge(key, sum >>> 16, Long::sum);
            carriedKeys |= 1L << key;
        }
        books[place] = (byte) Math.min(MAX_BOOKS, (books[place] & 0xFF) + moreBooks);
    }

    void addAll(FormShard other) {
        // Room for all of them first: keys come in the order of their places, which would fill a small table's front.
        int missing = 0;
        for (int key : other.keys) {
            if (key != 0 && keys[place(key)] == 0) {
                missing++;
            }
        }
        if (4L * (size + missing) > 3L * keys.length) {
            resize((int) (3L * (size + missing) / 2) + SMALLEST);
        }
        for (int i = 0; i < other.keys.length; i++) {
            if (other.keys[i] != 0) {
                add(other.keys[i], other.timesAt(i), other.books[i] & 0xFF);
            }
        }
    }

    long times(int key) {
        int place = place(key);
        return keys[place] == 0 ? 0 : timesAt(place);
    }

    private long timesAt(int place) {
        char low = times[place];
        int key = keys[place];
        return (carriedKeys >>> key & 1) == 0 ? low : low + (carried.getOrDefault(key, 0L) << 16);
    }

    int books(int key) {
        int place = place(key);
        return keys[place] == 0 ? 0 : books[place] & 0xFF;
    }

    /** Walks the keys of the forms that stand in so many documents, or occur so often. */
    void visitWords(int leastBooks, long leastTimes, IntConsumer visitor) {
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != 0 && ((books[i] & 0xFF) >= leastBooks || timesAt(i) >= leastTimes)) {
                visitor.accept(keys[i]);
            }
        }
    }

    int size() {
        return size;
    }

    long bytes() {
        return 7L * keys.length;
    }

    private void resize(int places) {
        int[] oldKeys = keys;
        char[] oldTimes = times;
        byte[] oldBooks = books;
        keys = new int[places];
        times = new char[places];
        books = new byte[places];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                int place = place(oldKeys[i]);
                keys[place] = oldKeys[i];
                times[place] = oldTimes[i];
                books[place] = oldBooks[i];
            }
        }
    }

    private int place(int key) {
        int place = (int) ((key & 0xFFFF_FFFFL) * keys.length >>> 32);
        while (keys[place] != 0 && keys[place] != key) {
            place++;
            if (place == keys.length) {
                place = 0;
            }
        }
        return place;
    }
}
