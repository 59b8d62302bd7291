// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;

/** Words that follow one another: of each word, those that come after it, as often as they do. */
final class WordChain {

    private final String[] words;
    private final int[][] followers;

    private WordChain(String[] words, int[][] followers) {
        this.words = words;
        this.followers = followers;
    }

    /** Words made of syllables, the first ones far commoner than the last. */
    static WordChain madeUp(long seed, int count) {
        Random random = new Random(seed);
        String[] onsets = {
            "b", "br", "d", "f", "g", "gl", "k", "l", "m", "n", "p", "r", "s", "st", "t", "th", "v", "w", ""
        };
        String[] vowels = {"a", "e", "i", "o", "u", "ea", "ou"};
        String[] codas = {"", "", "n", "r", "l", "s", "nd", "st", "ck"};
        String[] words = new String[count];
        int[][] followers = new int[count][24];
        for (int i = 0; i < count; i++) {
            StringBuilder word = new StringBuilder();
            for (int syllable = 1 + random.nextInt(1 + Math.min(3, i / 20)); syllable > 0; syllable--) {
                word.append(onsets[random.nextInt(onsets.length)])
                        .append(vowels[random.nextInt(vowels.length)])
                        .append(codas[random.nextInt(codas.length)]);
            }
            words[i] = word + (i % 17 == 16 ? "," : i % 23 == 22 ? "." : "");
            for (int j = 0; j < followers[i].length; j++) {
                followers[i][j] = (int) (Math.pow(count, random.nextDouble()) - 1);
            }
        }
        return new WordChain(words, followers);
    }

    /** The words of texts, as they follow one another there; .gz is decompressed, JSON and all is words. */
    static WordChain of(List<Path> texts) throws IOException {
        Map<String, Integer> numbers = new HashMap<>();
        List<List<Integer>> followers = new ArrayList<>();
        int last = -1;
        for (Path text : texts) {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                    text.toString().endsWith(".gz")
                            ? new GZIPInputStream(Files.newInputStream(text))
                            : Files.newInputStream(text),
                    StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    for (String word : line.split("\\s+")) {
                        int number = numbers.computeIfAbsent(word, one -> {
                            followers.add(new ArrayList<>());
                            return numbers.size();
                        });
                        if (last >= 0) {
                            followers.get(last).add(number);
                        }
                        last = number;
                    }
                }
            }
        }
        String[] words = new String[numbers.size()];
        numbers.forEach((word, number) -> words[number] = word);
        return new WordChain(
                words,
                followers.stream()
                        .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
                        .toArray(int[][]::new));
    }

    /** So many words. */
    String text(SplittableRandom random, int count) {
        StringBuilder text = new StringBuilder(8 * count);
        int word = random.nextInt(words.length);
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : " ").append(words[word]);
            int[] next = followers[word];
            int number = random.nextInt() >>> 1;
            // Now and then somewhere else, so that no chain closes on itself.
            word = next.length == 0 || number % 53 == 0 ? number % words.length : next[number % next.length];
        }
        return text.toString();
    }
}
