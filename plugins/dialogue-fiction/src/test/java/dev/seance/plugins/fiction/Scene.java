// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.fiction;

import dev.seance.api.corpus.Document;
import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.dialogue.Turn;
import java.util.List;

/** A page of an invented novel, and what the extractor makes of it. */
final class Scene {

    /** Enough speech for the marks to be counted, far enough from the scene to leave it alone. */
    private static final String PREFACE = """
            "One," thought the clerk.

            "Two," thought the clerk, and sighed.

            "Three," thought the clerk, yawning.

            "Four," thought the clerk. So the long afternoon went by in the counting-house, and nobody came to relieve him
            until the lamps were lit along the quay, and the last of the carts had gone home over the bridge.

            CHAPTER I

            """;

    private static final FictionOptions OPTIONS = new FictionOptions(1, 300, 100, 2, 0.75);

    private Scene() {}

    static Document document(String text) {
        return Document.of("book", PREFACE + text).build();
    }

    /** The dialogues of a page with straight double marks. */
    static List<Dialogue> read(String text) {
        return read(text, OPTIONS);
    }

    static List<Dialogue> read(String text, FictionOptions options) {
        return new FictionExtractor(options).extract(document(text)).toList();
    }

    /** The dialogues of a text by itself. */
    static List<Dialogue> readAlone(String text) {
        return new FictionExtractor(OPTIONS)
                .extract(Document.of("book", text).build())
                .toList();
    }

    /** The same with other marks throughout. */
    static List<Dialogue> readWith(String opening, String closing, String text) {
        String page = (PREFACE + text).replaceAll("(?<=^|\\s|—)\"", opening).replace("\"", closing);
        return new FictionExtractor(OPTIONS)
                .extract(Document.of("book", page).build())
                .toList();
    }

    static List<List<String>> texts(List<Dialogue> dialogues) {
        return dialogues.stream()
                .map(dialogue -> dialogue.turns().stream().map(Turn::text).toList())
                .toList();
    }
}
