// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.bpe.training;

import dev.seance.plugins.bpe.model.ByteOrder;
import dev.seance.plugins.bpe.model.Merges;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Byte-pair encoding as its definition reads: counts every pair anew for every merge. */
public final class ReferenceTrainer {

    private ReferenceTrainer() {}

    /**
     * The merges, each as (left symbol, right symbol).
     *
     * @param minCount how often a pair must occur to be merged, at least 1
     */
    static List<List<Integer>> train(List<String> pieces, ByteOrder order, int wanted, int min) {
        List<Integer> byteSymbols = new ArrayList<>();
        for (int value : order.bytes()) {
            byteSymbols.add(value);
        }
        List<List<Integer>> words = new ArrayList<>();
        for (String piece : pieces) {
            List<Integer> word = new ArrayList<>();
            for (byte value : piece.getBytes(StandardCharsets.UTF_8)) {
                word.add(byteSymbols.indexOf(value & 0xFF));
            }
            words.add(word);
        }
        List<List<Integer>> merges = new ArrayList<>();
        while (merges.size() < wanted) {
            Map<List<Integer>, Integer> counts = new TreeMap<>(
                    Comparator.<List<Integer>>comparingInt(pair -> pair.get(0)).thenComparingInt(pair -> pair.get(1)));
            words.forEach(word -> {
                for (int i = 1; i < word.size(); i++) {
                    counts.merge(List.of(word.get(i - 1), word.get(i)), 1, Integer::sum);
                }
            });
            int max = counts.values().stream().max(Integer::compare).orElse(0);
            if (max < min) {
                break;
            }
            List<Integer> best = counts.keySet().stream()
                    .filter(pair -> counts.get(pair) == max)
                    .findFirst()
                    .orElseThrow();
            words.replaceAll(word -> merge(word, best, Merges.BYTES + merges.size()));
            merges.add(best);
        }
        return merges;
    }

    /** One merge in one word, from left to right. */
    public static List<Integer> merge(List<Integer> word, List<Integer> pair, int symbol) {
        List<Integer> merged = new ArrayList<>();
        for (int i = 0; i < word.size(); i++) {
            if (i + 1 < word.size() && word.subList(i, i + 2).equals(pair)) {
                merged.add(symbol);
                i++;
            } else {
                merged.add(word.get(i));
            }
        }
        return merged;
    }
}
