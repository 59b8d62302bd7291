// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.corpus.Document;
import dev.seance.api.plugin.ExtensionContract;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What holds for every {@link DialogueExtractor}: what it finds depends on the document alone, can be found again by its
 * place, and no text, however broken, makes it fail. A plugin's test extends it and gives documents with dialogue.
 */
public abstract class DialogueExtractorContract extends ExtensionContract {

    private static final int THREADS = 4;
    private static final int RANDOM_TEXTS = 400;
    private static final Pattern PLACE = Pattern.compile("characters (\\d+)-(\\d+)");

    /** What breaks readers of quotation marks: marks, ends of lines, headings, and characters of two units. */
    private static final List<String> FRAGMENTS = List.of(
            "\"",
            "“",
            "”",
            "'",
            "‘",
            "’",
            "\n",
            "\n\n",
            " ",
            " ",
            ",",
            ".",
            "?",
            "—",
            "_",
            "said he",
            "she answered",
            "Mr. Hart",
            "I will",
            "not",
            "CHAPTER II",
            "* * *",
            "\uD83D\uDE00",
            "\uD83D",
            "\t",
            "é",
            "42",
            "(",
            ":");

    /** A new extractor with the same options at each call. */
    protected abstract DialogueExtractor extractor();

    /** Documents with distinct ids, some of which have dialogue. */
    protected abstract List<Document> documents();

    @Test
    void findsDialogue() {
        assertThat(documents()).extracting(Document::id).doesNotHaveDuplicates();
        assertThat(found(extractor(), documents()).values()).anyMatch(dialogues -> !dialogues.isEmpty());
    }

    @Test
    void findsTheSameInAnyOrderAndAnyNumberOfTimes() {
        DialogueExtractor extractor = extractor();
        Map<String, List<Dialogue>> expected = found(extractor, documents());
        for (int seed = 0; seed < 20; seed++) {
            List<Document> shuffled = new ArrayList<>(documents());
            Collections.shuffle(shuffled, new Random(seed));
            assertThat(found(extractor, shuffled)).as("seed %d", seed).isEqualTo(expected);
            assertThat(found(extractor(), shuffled))
                    .as("new extractor, seed %d", seed)
                    .isEqualTo(expected);
        }
    }

    @Test
    void findsTheSameOnSeveralThreads() throws Exception {
        DialogueExtractor extractor = extractor();
        Map<String, List<Dialogue>> expected = found(extractor, documents());
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Map<String, List<Dialogue>>>> all = new ArrayList<>();
            for (int i = 0; i < 4 * THREADS; i++) {
                all.add(threads.submit(() -> found(extractor, documents())));
            }
            for (Future<Map<String, List<Dialogue>>> one : all) {
                assertThat(one.get()).isEqualTo(expected);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void givesEachDialogueAnIdOfItsOwn() {
        assertThat(found(extractor(), documents()).values().stream().flatMap(List::stream))
                .extracting(Dialogue::id)
                .doesNotHaveDuplicates();
    }

    @Test
    void saysWhereEachDialogueStands() {
        for (Document document : documents()) {
            assertPlaces(document, extractor());
        }
    }

    @Test
    void failsOnNoTextHoweverBroken() {
        for (int seed = 0; seed < RANDOM_TEXTS; seed++) {
            Document document =
                    Document.of("random-" + seed, randomText(new Random(seed))).build();
            try {
                assertPlaces(document, extractor());
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + document.text(), e);
            }
        }
        assertThat(found(extractor(), List.of(Document.of("empty", "").build())).get("empty"))
                .isEmpty();
    }

    private static void assertPlaces(Document document, DialogueExtractor extractor) {
        int last = -1;
        for (Dialogue dialogue : found(extractor, document)) {
            Origin origin = dialogue.origin();
            assertThat(origin.document()).isEqualTo(document.id());
            Matcher place = PLACE.matcher(origin.place());
            assertThat(place.matches()).as("place %s", origin.place()).isTrue();
            int start = Integer.parseInt(place.group(1));
            int end = Integer.parseInt(place.group(2));
            assertThat(start).as("reading order").isGreaterThan(last).isLessThan(end);
            assertThat(end).isLessThanOrEqualTo(document.text().length());
            last = start;
        }
    }

    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(200); i >= 0; i--) {
            text.append(FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
            if (random.nextBoolean()) {
                text.append(' ');
            }
        }
        return text.toString();
    }

    private static Map<String, List<Dialogue>> found(DialogueExtractor extractor, List<Document> documents) {
        Map<String, List<Dialogue>> found = new TreeMap<>();
        documents.forEach(document -> found.put(document.id(), found(extractor, document)));
        return found;
    }

    private static List<Dialogue> found(DialogueExtractor extractor, Document document) {
        try (Stream<Dialogue> dialogues = extractor.extract(document)) {
            return dialogues.toList();
        }
    }
}
