// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.DocumentFilter;
import dev.seance.api.corpus.Funnel;
import dev.seance.api.corpus.SurveyFilter;
import dev.seance.api.corpus.Verdict;
import dev.seance.core.step.StepResources.NamedFilter;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * The filters of a corpus step in their order. A filter that surveys the corpus judges only after its summary is set;
 * until then the chain can be asked to stop before it.
 */
final class FilterChain {

    private final List<NamedFilter> filters;
    private final Serializable[] summaries;

    FilterChain(List<NamedFilter> filters) {
        this.filters = List.copyOf(filters);
        this.summaries = new Serializable[filters.size()];
    }

    int size() {
        return filters.size();
    }

    /** The filter at a place, when it needs a survey. */
    @SuppressWarnings("unchecked")
    Optional<SurveyFilter<Serializable>> survey(int place) {
        return filters.get(place).filter() instanceof SurveyFilter<?> filter
                ? Optional.of((SurveyFilter<Serializable>) filter)
                : Optional.empty();
    }

    void setSummary(int place, Serializable summary) {
        summaries[place] = summary;
    }

    /** A fresh set of counts, one a filter. */
    List<FunnelCount> counts() {
        return filters.stream().map(filter -> new FunnelCount(filter.name())).toList();
    }

    static Funnel funnel(List<FunnelCount> counts) {
        return Funnel.of(counts.stream().map(FunnelCount::stage).toList());
    }

    /** What the first filters make of a document: the document as they leave it, or nothing. */
    Optional<Document> pass(Document document, int upTo, List<FunnelCount> counts) {
        Document current = document;
        for (int i = 0; i < upTo; i++) {
            FunnelCount count = counts.get(i);
            count.asked(current);
            Verdict verdict = judge(i, current);
            if (verdict instanceof Verdict.Dropped dropped) {
                count.dropped(current, dropped.reason(), dropped.detail());
                return Optional.empty();
            }
            if (verdict instanceof Verdict.Changed changed) {
                current = changed.document();
                count.changed(current, changed.reason());
            } else {
                count.kept(current);
            }
        }
        return Optional.of(current);
    }

    @SuppressWarnings("unchecked")
    private Verdict judge(int place, Document document) {
        if (filters.get(place).filter() instanceof DocumentFilter filter) {
            return filter.judge(document);
        }
        SurveyFilter<Serializable> filter =
                (SurveyFilter<Serializable>) filters.get(place).filter();
        return filter.judge(document, summaries[place]);
    }
}
