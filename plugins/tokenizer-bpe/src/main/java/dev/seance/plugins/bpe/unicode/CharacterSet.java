// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.unicode;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** A set of code points. */
public final class CharacterSet {

    public static final CharacterSet NONE = new CharacterSet(new int[0]);
    static final CharacterSet ALL = range(0, Character.MAX_CODE_POINT);

    /** First code point of a range, the one after its last, first of the next range, ...: in order, never touching. */
    private final int[] edges;

    private final long low;
    private final long high;

    private CharacterSet(int[] edges) {
        this.edges = edges;
        this.low = bits(0);
        this.high = bits(64);
    }

    /** Which of 64 characters are in the set. */
    private long bits(int from) {
        long bits = 0;
        for (int i = 0; i < edges.length && edges[i] < from + 64; i += 2) {
            for (int c = Math.max(edges[i], from); c < Math.min(edges[i + 1], from + 64); c++) {
                bits |= 1L << c;
            }
        }
        return bits;
    }

    public static CharacterSet range(int first, int last) {
        return new CharacterSet(new int[] {first, last + 1});
    }

    /** The union of ranges that do not overlap: first, last, first, last, ... in any order. */
    static CharacterSet ranges(List<Integer> bounds) {
        int[][] sorted = IntStream.range(0, bounds.size() / 2)
                .mapToObj(i -> new int[] {bounds.get(2 * i), bounds.get(2 * i + 1) + 1})
                .sorted(Comparator.comparingInt(range -> range[0]))
                .toArray(int[][]::new);
        int[] edges = new int[bounds.size()];
        int count = 0;
        for (int[] range : sorted) {
            if (count > 0 && edges[count - 1] == range[0]) {
                count--;
            } else {
                edges[count++] = range[0];
            }
            edges[count++] = range[1];
        }
        return new CharacterSet(Arrays.copyOf(edges, count));
    }

    public boolean contains(int c) {
        if (c < 128) {
            return ((c < 64 ? low : high) >>> c & 1) != 0;
        }
        return search(c);
    }

    private boolean search(int c) {
        int found = Arrays.binarySearch(edges, c);
        // An even number of edges up to c: outside. The first edge of a range is inside.
        return found >= 0 ? (found & 1) == 0 : (-found - 1 & 1) != 0;
    }

    public boolean isEmpty() {
        return edges.length == 0;
    }

    public CharacterSet or(CharacterSet other) {
        return combine(other, true);
    }

    public CharacterSet and(CharacterSet other) {
        return combine(other, false);
    }

    public CharacterSet not() {
        boolean fromZero = edges.length > 0 && edges[0] == 0;
        boolean toLast = edges.length > 0 && edges[edges.length - 1] == Character.MAX_CODE_POINT + 1;
        int[] turned = new int[edges.length + (fromZero ? -1 : 1) + (toLast ? -1 : 1)];
        System.arraycopy(
                edges,
                fromZero ? 1 : 0,
                turned,
                fromZero ? 0 : 1,
                edges.length - (fromZero ? 1 : 0) - (toLast ? 1 : 0));
        if (!toLast) {
            turned[turned.length - 1] = Character.MAX_CODE_POINT + 1;
        }
        return new CharacterSet(turned);
    }

    /** The set with everything that a letter of it equals when case is ignored. */
    public CharacterSet ignoringCase() {
        CharacterSet all = this;
        for (int i = 0; i < edges.length; i += 2) {
            for (int c = edges[i]; c < edges[i + 1]; c++) {
                all = all.with(c, Character.toLowerCase(c)).with(c, Character.toUpperCase(c));
            }
        }
        // The letters of ASCII that others fold to: long s, and the Kelvin sign.
        return all.alike('s', 'S', 0x17F).alike('k', 'K', 0x212A);
    }

    private CharacterSet with(int c, int variant) {
        return variant == c || contains(variant) ? this : or(range(variant, variant));
    }

    private CharacterSet alike(int... letters) {
        CharacterSet all = this;
        if (Arrays.stream(letters).anyMatch(this::contains)) {
            for (int c : letters) {
                all = all.or(range(c, c));
            }
        }
        return all;
    }

    /** Walks both lists of edges at once and keeps those where the combination changes. */
    private CharacterSet combine(CharacterSet other, boolean union) {
        int[] result = new int[edges.length + other.edges.length];
        int count = 0;
        int i = 0;
        int j = 0;
        boolean inside = false;
        while (i < edges.length || j < other.edges.length) {
            int edge = Math.min(
                    i < edges.length ? edges[i] : Integer.MAX_VALUE,
                    j < other.edges.length ? other.edges[j] : Integer.MAX_VALUE);
            if (i < edges.length && edges[i] == edge) {
                i++;
            }
            if (j < other.edges.length && other.edges[j] == edge) {
                j++;
            }
            boolean here = (i & 1) != 0;
            boolean there = (j & 1) != 0;
            if ((union ? here || there : here && there) != inside) {
                inside = !inside;
                result[count++] = edge;
            }
        }
        return new CharacterSet(Arrays.copyOf(result, count));
    }
}
