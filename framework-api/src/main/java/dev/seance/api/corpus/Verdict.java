// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.corpus;

import java.util.Objects;

/** What a filter says of a document. Reasons are short and few, because the funnel counts by them. */
public sealed interface Verdict {

    /** Unchanged. */
    record Kept() implements Verdict {

        private static final Kept INSTANCE = new Kept();
    }

    /**
     * Kept, with another text.
     *
     * @param document the document from here on; same id
     * @param reason what was changed, such as {@code "rejoined words"}
     */
    record Changed(Document document, String reason) implements Verdict {

        public Changed {
            Objects.requireNonNull(document, "document");
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * Gone.
     *
     * @param reason the category, such as {@code "outside the era"}
     * @param detail the particular, such as {@code "published 1912"}; shown for a few examples
     */
    record Dropped(String reason, String detail) implements Verdict {

        public Dropped {
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(detail, "detail");
        }
    }

    static Verdict kept() {
        return Kept.INSTANCE;
    }

    static Verdict changed(Document document, String reason) {
        return new Changed(document, reason);
    }

    static Verdict dropped(String reason, String detail) {
        return new Dropped(reason, detail);
    }
}
