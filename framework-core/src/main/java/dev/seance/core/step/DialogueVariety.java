// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How varied the dialogues of a step are, measured on the first of them, so that memory is bounded and steps of different
 * size compare: the share of replies, and of questions, whose first words no earlier one began with, and the share of all
 * four-word sequences in replies that stood in an earlier reply or earlier in the same. One thread.
 */
final class DialogueVariety {

    /** Under a million sequences of words in written scenes, some 50 MB. */
    private static final int MOST = 5_000;

    private static final int OPENING = 4;
    private static final int SEQUENCE = 4;
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}']+");

    private final Set<Long> questionOpenings = new HashSet<>();
    private final Set<Long> replyOpenings = new HashSet<>();
    private final Set<Long> sequences = new HashSet<>();
    private int dialogues;
    private long questions;
    private long replies;
    private long allSequences;

    void add(Dialogue dialogue) {
        if (dialogues++ >= MOST) {
            return;
        }
        for (Turn turn : dialogue.turns()) {
            boolean reply = turn.role() == Role.ASSISTANT;
            if (reply) {
                replies++;
            } else {
                questions++;
            }
            read(turn.text().toLowerCase(Locale.ROOT).replace('\u2019', '\''), reply);
        }
    }

    private void read(String text, boolean reply) {
        long[] last = new long[SEQUENCE];
        int words = 0;
        long opening = 0;
        for (Matcher word = WORD.matcher(text); word.find(); words++) {
            long hash = hash(text, word.start(), word.end());
            opening = words < OPENING ? mix(opening, hash) : opening;
            last[words % SEQUENCE] = hash;
            if (reply && words + 1 >= SEQUENCE) {
                long sequence = 0;
                for (int back = SEQUENCE - 1; back >= 0; back--) {
                    sequence = mix(sequence, last[(words - back) % SEQUENCE]);
                }
                allSequences++;
                sequences.add(sequence);
            }
        }
        (reply ? replyOpenings : questionOpenings).add(opening);
    }

    private static long hash(String text, int from, int to) {
        long hash = 0;
        for (int i = from; i < to; i++) {
            hash = mix(hash, text.charAt(i));
        }
        return hash;
    }

    /** A step of the finaliser of MurmurHash3 (Appleby 2011). */
    private static long mix(long hash, long value) {
        long mixed = (hash ^ value) * 0xff51afd7ed558ccdL;
        return (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
    }

    /** The figures, each a share. */
    Map<String, Double> figures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        put(figures, "distinctQuestionOpenings", questionOpenings.size(), questions);
        put(figures, "distinctReplyOpenings", replyOpenings.size(), replies);
        put(figures, "repeated4grams", allSequences - sequences.size(), allSequences);
        return figures;
    }

    private static void put(Map<String, Double> figures, String name, long part, long whole) {
        if (whole > 0) {
            figures.put(name, (double) part / whole);
        }
    }
}
