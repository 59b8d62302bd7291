// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Funnel;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Counts one filter's part of the funnel over some documents. Counts of different documents can be added in any order.
 * One thread.
 */
final class FunnelCount {

    private static final int EXAMPLES = 5;

    private final String filter;
    private long documentsIn;
    private long documentsOut;
    private long wordsIn;
    private long wordsOut;
    private final Map<String, Long> changed = new TreeMap<>();
    private final Map<String, Long> dropped = new TreeMap<>();
    // Sorted, so that the examples are the same whatever the order of counting.
    private final TreeSet<String> examples = new TreeSet<>();

    FunnelCount(String filter) {
        this.filter = filter;
    }

    void asked(Document document) {
        documentsIn++;
        wordsIn += document.words();
    }

    void kept(Document document) {
        documentsOut++;
        wordsOut += document.words();
    }

    void changed(Document document, String reason) {
        kept(document);
        changed.merge(reason, 1L, Long::sum);
    }

    void dropped(Document document, String reason, String detail) {
        dropped.merge(reason, 1L, Long::sum);
        example(document.id() + ": " + (detail.isEmpty() ? reason : detail));
    }

    private void example(String text) {
        examples.add(text);
        if (examples.size() > EXAMPLES) {
            examples.pollLast();
        }
    }

    /** Adds a finished count of other documents. */
    void add(Funnel.Stage other) {
        documentsIn += other.documentsIn();
        documentsOut += other.documentsOut();
        wordsIn += other.wordsIn();
        wordsOut += other.wordsOut();
        other.changed().forEach((reason, count) -> changed.merge(reason, count, Long::sum));
        other.dropped().forEach((reason, count) -> dropped.merge(reason, count, Long::sum));
        other.examples().forEach(this::example);
    }

    Funnel.Stage stage() {
        return new Funnel.Stage(
                filter,
                documentsIn,
                documentsOut,
                wordsIn,
                wordsOut,
                changed,
                dropped,
                examples.stream().toList());
    }
}
