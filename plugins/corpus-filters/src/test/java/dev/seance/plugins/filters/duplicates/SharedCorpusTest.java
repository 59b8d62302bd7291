// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.corpus.Document;
import dev.seance.plugins.filters.SharedCorpora;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real texts, where the machine has them. */
@Tag("full")
class SharedCorpusTest {

    @Test
    void noWorksAreTakenForOneAndTheirNoisyCopiesAreFound() throws IOException {
        List<Document> works = SharedCorpora.transcriptions("victorian");
        Signatures alone = NearDuplicatesFilterTest.signatures(works);
        assertThat(works).allMatch(work -> alone.betterCopyOf(work.id()).isEmpty());

        List<Document> all = new ArrayList<>(works);
        Random random = new Random(1837);
        for (Document work : works) {
            all.add(Document.of("copy of " + work.id(), Noise.misread(work.text(), 0.1, random))
                    .build());
        }
        Signatures both = NearDuplicatesFilterTest.signatures(all);
        long found = works.stream()
                .filter(work -> both.betterCopyOf(work.id()).isPresent()
                        != both.betterCopyOf("copy of " + work.id()).isPresent())
                .count();
        System.out.printf("%d of %d copies with one word in ten misread are found%n", found, works.size());
        assertThat(found).isGreaterThanOrEqualTo((long) Math.ceil(0.95 * works.size()));
    }
}
