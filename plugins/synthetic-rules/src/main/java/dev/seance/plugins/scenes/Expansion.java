// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scenes;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The choices made in one scene. A name found in the corpus stays the same through an exchange, so that the answer is
 * about what was asked; a "once" list keeps its choice through the scene.
 */
final class Expansion {

    private final SceneBook book;
    private final Setting setting;
    private final Random random;
    private final Map<String, String> forScene = new HashMap<>();
    private final Map<String, String> forExchange = new HashMap<>();
    private StringBuilder out = new StringBuilder();

    Expansion(SceneBook book, Setting setting, Random random, Map<String, String> given) {
        this.book = book;
        this.setting = setting;
        this.random = random;
        forScene.putAll(given);
    }

    /** Drops the people, places and things of the exchange before. */
    void beginExchange() {
        forExchange.clear();
    }

    /** Writes out one of the phrases as prose. */
    String oneOf(List<Phrase> phrases) {
        StringBuilder outer = out;
        out = new StringBuilder();
        pick(phrases).expand(this);
        String prose = Prose.tidy(out.toString());
        out = outer;
        return prose;
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    int between(int min, int max) {
        return min + random.nextInt(max - min + 1);
    }

    <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    void append(String text) {
        out.append(text);
    }

    void fill(String slot) {
        String kind = slot.replaceAll("\\d+$", "");
        if (forScene.containsKey(slot)) {
            append(forScene.get(slot));
        } else if (setting.has(kind)) {
            append(found(slot, kind));
        } else if (book.once().contains(slot)) {
            String chosen = expanded(slot);
            forScene.put(slot, chosen);
            append(chosen);
        } else {
            pick(book.list(slot)).expand(this);
        }
    }

    private String expanded(String list) {
        StringBuilder outer = out;
        out = new StringBuilder();
        pick(book.list(list)).expand(this);
        String chosen = out.toString();
        out = outer;
        return chosen;
    }

    /** A name of the corpus, other than those the exchange has used under other slots. */
    private String found(String slot, String kind) {
        String known = forExchange.get(slot);
        if (known != null) {
            return known;
        }
        List<String> free = setting.of(kind).stream()
                .filter(one -> !forExchange.containsValue(one))
                .toList();
        String name = pick(free.isEmpty() ? setting.of(kind) : free);
        forExchange.put(slot, name);
        return name;
    }
}
