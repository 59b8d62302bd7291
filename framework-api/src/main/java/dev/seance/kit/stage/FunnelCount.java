// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.stage;

import dev.seance.api.corpus.CorpusSize;
import dev.seance.api.corpus.Funnel;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Counts one filter's part of the funnel over some documents. Counts of different documents can be added in any order.
 * One thread.
 */
public final class FunnelCount {

    private static final int EXAMPLES = 5;

    private final String filter;
    private CorpusSize in = CorpusSize.NOTHING;
    private CorpusSize out = CorpusSize.NOTHING;
    private final Map<String, Long> changed = new TreeMap<>();
    private final Map<String, Long> dropped = new TreeMap<>();
    // Sorted, so that the examples are the same whatever the order of counting.
    private final TreeSet<String> examples = new TreeSet<>();

    /** @param filter the filter's name */
    public FunnelCount(String filter) {
        this.filter = filter;
    }

    void kept(CorpusSize size) {
        in = in.plus(size);
        out = out.plus(size);
    }

    void changed(CorpusSize before, CorpusSize after, String reason) {
        in = in.plus(before);
        out = out.plus(after);
        changed.merge(reason, 1L, Long::sum);
    }

    void dropped(CorpusSize size, String id, String reason, String detail) {
        in = in.plus(size);
        dropped.merge(reason, 1L, Long::sum);
        example(id + ": " + (detail.isEmpty() ? reason : detail));
    }

    private void example(String text) {
        examples.add(text);
        if (examples.size() > EXAMPLES) {
            examples.pollLast();
        }
    }

    /** Adds a finished count of other documents. */
    public void add(Funnel.Stage other) {
        in = in.plus(other.in());
        out = out.plus(other.out());
        other.changed().forEach((reason, count) -> changed.merge(reason, count, Long::sum));
        other.dropped().forEach((reason, count) -> dropped.merge(reason, count, Long::sum));
        other.examples().forEach(this::example);
    }

    /** The count so far. */
    public Funnel.Stage stage() {
        return new Funnel.Stage(
                filter, in, out, changed, dropped, examples.stream().toList());
    }
}
