// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.duplicates;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Survey;
import dev.seance.api.corpus.SurveyFilter;
import dev.seance.api.corpus.Verdict;
import dev.seance.api.plugin.ExtensionSpec;
import jakarta.inject.Inject;
import java.util.Locale;
import org.pf4j.Extension;

/** Of documents that share much of their text, keeps the best copy: reprints, second scans, volumes bound together. */
@Extension
@ExtensionSpec(
        name = "near-duplicates",
        summary =
                "Keeps the best of documents that share much of their text: of good quality, the longest, the earliest.",
        options = NearDuplicateOptions.class)
public final class NearDuplicatesFilter implements SurveyFilter<Signatures> {

    private final NearDuplicateOptions options;

    @Inject
    public NearDuplicatesFilter(NearDuplicateOptions options) {
        this.options = options;
    }

    @Override
    public Survey<Signatures> survey() {
        return new SignatureSurvey(options);
    }

    @Override
    public Verdict judge(Document document, Signatures summary) {
        return summary.betterCopyOf(document.id())
                .map(copy -> Verdict.dropped(
                        "near-duplicate",
                        String.format(Locale.ROOT, "similarity %.2f to %s", copy.similarity(), copy.id())))
                .orElseGet(Verdict::kept);
    }

    /** Makes the signature of each document. */
    record SignatureSurvey(NearDuplicateOptions options) implements Survey<Signatures> {

        @Override
        public Signatures empty() {
            return new Signatures(options.similarity());
        }

        @Override
        public Signatures fold(Signatures summary, Document document) {
            summary.add(Signature.of(document, options.shingleWords()));
            return summary;
        }

        @Override
        public Signatures merge(Signatures one, Signatures other) {
            // Into the larger, so that merging many small ones costs no more than their sum.
            Signatures larger = one.size() >= other.size() ? one : other;
            larger.addAll(larger == one ? other : one);
            return larger;
        }
    }
}
