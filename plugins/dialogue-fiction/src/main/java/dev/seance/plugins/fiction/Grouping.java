// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How the last few utterances of a talk are shared out among its speakers: 0 1 0 is said by one, by another, and by the
 * first again. Who the speakers are plays no part, so there are few groupings: the partitions of up to {@value #MEMORY}
 * things, written as restricted growth strings (each new speaker takes the next number).
 */
final class Grouping {

    /** How many utterances are remembered. */
    static final int MEMORY = 5;

    private static final List<Grouping> ALL = all();

    private final int number;
    private final int[] speakers;
    private final int count;
    private int[] next;

    private Grouping(int number, int[] speakers) {
        this.number = number;
        this.speakers = speakers;
        this.count = Arrays.stream(speakers).max().orElseThrow() + 1;
    }

    /** All of them; the first is that of a single utterance. */
    static List<Grouping> values() {
        return ALL;
    }

    private static List<Grouping> all() {
        List<Grouping> found = new ArrayList<>();
        Map<String, Integer> numbers = new HashMap<>();
        add(new int[] {0}, found, numbers);
        for (int i = 0; i < found.size(); i++) {
            Grouping from = found.get(i);
            from.next = new int[from.count + 1];
            for (int speaker = 0; speaker <= from.count; speaker++) {
                from.next[speaker] = add(from.followedBy(speaker), found, numbers);
            }
        }
        return List.copyOf(found);
    }

    private static int add(int[] speakers, List<Grouping> found, Map<String, Integer> numbers) {
        return numbers.computeIfAbsent(Arrays.toString(speakers), key -> {
            found.add(new Grouping(found.size(), speakers));
            return found.size() - 1;
        });
    }

    private int[] followedBy(int speaker) {
        int from = size() == MEMORY ? 1 : 0;
        int[] longer = Arrays.copyOf(Arrays.copyOfRange(speakers, from, size()), size() - from + 1);
        longer[longer.length - 1] = speaker;
        int[] names = new int[count + 1];
        Arrays.fill(names, -1);
        int named = 0;
        for (int i = 0; i < longer.length; i++) {
            if (names[longer[i]] < 0) {
                names[longer[i]] = named++;
            }
            longer[i] = names[longer[i]];
        }
        return longer;
    }

    int number() {
        return number;
    }

    /** How many utterances it has. */
    int size() {
        return speakers.length;
    }

    /** How many speakers it has; they are numbered from 0. */
    int count() {
        return count;
    }

    /** Who spoke so many utterances ago, from 1, the last one, to {@link #size()}. */
    int speaker(int ago) {
        return speakers[speakers.length - ago];
    }

    /** Who spoke last but the last speaker; {@link #count()} where only one has spoken. */
    int partner() {
        for (int ago = 2; ago <= size(); ago++) {
            if (speaker(ago) != speaker(1)) {
                return speaker(ago);
            }
        }
        return count;
    }

    /** The number of the grouping when this speaker goes on; {@link #count()} is a new one. */
    int next(int speaker) {
        return next[speaker];
    }
}
