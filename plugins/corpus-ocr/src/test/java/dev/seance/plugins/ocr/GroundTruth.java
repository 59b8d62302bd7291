// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Page;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A text that recognition read, in pages, and what was printed on each.
 *
 * @param document what recognition read
 * @param truth what was printed, page by page
 */
record GroundTruth(Document document, List<String> truth) {

    private static final int CHUNK = 1000;

    /** A British Library book of the set, by its title. */
    static GroundTruth book(String title) throws IOException {
        List<Page> pages = new ArrayList<>();
        List<String> truth = new ArrayList<>();
        for (JsonNode row : SharedCorpora.groundTruth("bl-books-ocr-gt.jsonl.gz")) {
            if (row.path("title").asText().equals(title)) {
                pages.add(SharedCorpora.page(row, row.path("ocr").asText()));
                truth.add(row.path("gt").asText());
            }
        }
        return new GroundTruth(Document.of(title, pages).language("en").build(), truth);
    }

    /**
     * A set that comes as aligned strings, cut where both have a blank. Stretches without ground truth are left out; a
     * filler of the alignment is no character.
     */
    static List<GroundTruth> aligned(String name) throws IOException {
        List<GroundTruth> texts = new ArrayList<>();
        for (JsonNode row : SharedCorpora.groundTruth(name)) {
            String ocr = row.path("ocr_aligned").asText();
            String truth = row.path("gs_aligned").asText();
            List<Page> pages = new ArrayList<>();
            List<String> truths = new ArrayList<>();
            int from = 0;
            for (int i = 0; i <= truth.length(); i++) {
                boolean end = i == truth.length() || truth.charAt(i) == '#';
                if (end || i - from > CHUNK && truth.charAt(i) == ' ' && ocr.charAt(i) == ' ') {
                    if (i - from > 20) {
                        pages.add(new Page(
                                "", Optional.empty(), ocr.substring(from, i).replace("@", "")));
                        truths.add(truth.substring(from, i).replace("@", ""));
                    }
                    from = i + (end ? 1 : 0);
                }
            }
            if (!pages.isEmpty()) {
                texts.add(new GroundTruth(
                        Document.of(row.path("id").asText(), pages)
                                .language("en")
                                .build(),
                        truths));
            }
        }
        return texts;
    }

    GroundTruth with(Document other) {
        return new GroundTruth(other, truth);
    }
}
