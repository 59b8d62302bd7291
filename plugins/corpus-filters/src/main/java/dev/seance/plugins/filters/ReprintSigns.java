// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters;

import dev.seance.api.corpus.Document;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Says whether a document seems to be a later edition of an earlier work. */
final class ReprintSigns {

    /** Attribute of a document that seems to be a reprint: why it does. */
    static final String REPRINT = "reprint";

    /** Works come out for the first time for some years after their author's death, seldom for a generation. */
    private static final int YEARS_AFTER_DEATH = 25;

    /** What a source writes of a work that is none. */
    private static final Set<String> NO = Set.of("no", "false", "0");

    private ReprintSigns() {}

    /** Why it seems to be one; empty if it does not. What a source said in the attribute comes first. */
    static Optional<String> find(Document document) {
        String flag = document.attributes().getOrDefault(REPRINT, "");
        if (!flag.isBlank()) {
            return NO.contains(flag.strip().toLowerCase(Locale.ROOT)) ? Optional.empty() : Optional.of(flag);
        }
        return EditionNotes.find(document.title())
                .or(() -> inAttributes(document))
                .or(() -> afterDeath(document));
    }

    private static Optional<String> inAttributes(Document document) {
        for (Map.Entry<String, String> attribute : document.attributes().entrySet()) {
            Optional<String> note = EditionNotes.find(attribute.getValue());
            if (note.isPresent()) {
                return note;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> afterDeath(Document document) {
        Optional<Integer> death = LifeDates.death(document);
        return document.year().isPresent()
                        && death.isPresent()
                        && document.year().get() - death.get() > YEARS_AFTER_DEATH
                ? Optional.of("author died " + death.get())
                : Optional.empty();
    }
}
