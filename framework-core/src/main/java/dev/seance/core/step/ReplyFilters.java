// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.DocumentFilter;
import dev.seance.api.corpus.Verdict;
import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import dev.seance.core.step.StepResources.NamedFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The filters of a step that makes dialogues: each reply is judged as a text of its own, for it is what the model learns to
 * say. A dialogue with a reply that is dropped is dropped; a reply that is changed is replaced. What people say is not
 * judged: they may speak of anything. Safe for use by several threads.
 */
final class ReplyFilters {

    private final List<NamedFilter> filters;
    private final Map<String, LongAdder> dropped = new ConcurrentSkipListMap<>();

    /** @param filters that need nothing but the text, in their order */
    ReplyFilters(List<NamedFilter> filters) {
        this.filters = List.copyOf(filters);
    }

    /** The dialogue as the filters leave it; empty when they drop it. */
    Optional<Dialogue> judge(Dialogue dialogue) {
        if (filters.isEmpty()) {
            return Optional.of(dialogue);
        }
        List<Turn> turns = new ArrayList<>();
        for (Turn turn : dialogue.turns()) {
            if (turn.role() != Role.ASSISTANT) {
                turns.add(turn);
                continue;
            }
            Optional<Document> reply =
                    judge(Document.of(dialogue.id(), turn.text()).build());
            if (reply.isEmpty()) {
                return Optional.empty();
            }
            turns.add(new Turn(turn.role(), reply.get().text()));
        }
        return Optional.of(dialogue.withTurns(turns));
    }

    private Optional<Document> judge(Document reply) {
        Document current = reply;
        for (NamedFilter filter : filters) {
            Verdict verdict = ((DocumentFilter) filter.filter()).judge(current);
            if (verdict instanceof Verdict.Changed changed) {
                current = changed.document();
            }
            String reason = verdict instanceof Verdict.Dropped drop
                    ? drop.reason()
                    : current.text().isBlank() ? "nothing left" : "";
            if (!reason.isEmpty()) {
                dropped.computeIfAbsent(filter.name() + ": " + reason, each -> new LongAdder())
                        .increment();
                return Optional.empty();
            }
        }
        return Optional.of(current);
    }

    /** How many dialogues were dropped, by filter and reason. */
    Map<String, Long> dropped() {
        Map<String, Long> counts = new ConcurrentSkipListMap<>();
        dropped.forEach((reason, count) -> counts.put(reason, count.sum()));
        return counts;
    }
}
