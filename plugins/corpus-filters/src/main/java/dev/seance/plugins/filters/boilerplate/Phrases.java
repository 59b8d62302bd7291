// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.boilerplate;

import dev.seance.api.run.UserError;
import dev.seance.kit.text.ListFile;
import dev.seance.plugins.filters.Resources;
import dev.seance.plugins.filters.WordHash;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The phrases that are looked for, by their first words. Immutable. */
final class Phrases {

    private final List<Phrase> stamps;
    private final long[] hashes;
    private final Phrase[][] phrases;

    Phrases(List<Phrase> all) {
        stamps = all.stream()
                .filter(phrase -> phrase.kind() == Phrase.Kind.STAMP)
                .toList();
        int size = Integer.highestOneBit(Math.max(8, all.size())) << 3;
        hashes = new long[size];
        phrases = new Phrase[size][0];
        for (Phrase phrase : all) {
            if (phrase.kind() != Phrase.Kind.STAMP) {
                int slot = slot(phrase.firstHash());
                hashes[slot] = phrase.firstHash();
                phrases[slot] = Arrays.copyOf(phrases[slot], phrases[slot].length + 1);
                phrases[slot][phrases[slot].length - 1] = phrase;
            }
        }
    }

    static Phrases of(BoilerplateOptions options) {
        List<Phrase> all = new ArrayList<>();
        options.file().ifPresent(file -> all.addAll(read(file)));
        if (!options.replace()) {
            Resources.lines(Phrases.class, "phrases.txt")
                    .forEach(line -> all.add(Phrase.parse(line).orElseThrow()));
        }
        return new Phrases(all);
    }

    private static List<Phrase> read(Path file) {
        List<Phrase> found = new ArrayList<>();
        for (ListFile.Line line : ListFile.read(file, "a file of phrases")) {
            found.add(Phrase.parse(line.text())
                    .orElseThrow(() ->
                            new UserError(line.where() + ": '" + line.text().strip()
                                    + "' is no phrase; write stamp, mark, notice, start or end, a tab, and words")));
        }
        return found;
    }

    List<Phrase> stamps() {
        return stamps;
    }

    /** Words of the longest stamp. */
    int longestStamp() {
        return stamps.stream().mapToInt(stamp -> stamp.words().size()).max().orElse(0);
    }

    private int slot(long hash) {
        int slot = (int) (hash ^ hash >>> 29) & hashes.length - 1;
        while (phrases[slot].length > 0 && hashes[slot] != hash) {
            slot = slot + 1 & hashes.length - 1;
        }
        return slot;
    }

    /** Takes what is found. */
    @FunctionalInterface
    interface Visitor {
        void found(Phrase phrase, int start, int end);
    }

    /** Walks the phrases of a text that are no stamps, in its order; none overlaps one before. */
    void visit(String text, Visitor visitor) {
        int[] passed = {0};
        WordHash.visit(text, (hash, start, end) -> {
            for (Phrase phrase : phrases[slot(hash)]) {
                int found = start < passed[0] ? -1 : phrase.endAt(text, start);
                if (found >= 0) {
                    visitor.found(phrase, start, found);
                    passed[0] = found;
                    break;
                }
            }
        });
    }
}
