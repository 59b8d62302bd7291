// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plan;

import dev.seance.api.corpus.Skipped;
import dev.seance.api.corpus.SourceOverview;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a corpus source, or an importer, says of its data before it reads them.
 *
 * @param revision names their content
 * @param overview how much there is, where it can tell
 * @param skipped what lies beside the data and will not be read
 */
public record PlannedSource(String revision, Optional<SourceOverview> overview, List<Skipped> skipped) {

    /** Of a source whose data are not there. */
    static final PlannedSource NOT_THERE = new PlannedSource("not there", Optional.empty(), List.of());

    public PlannedSource {
        Objects.requireNonNull(revision, "revision");
        Objects.requireNonNull(overview, "overview");
        skipped = List.copyOf(skipped);
    }
}
