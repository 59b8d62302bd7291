// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.trainer;

import dev.seance.api.corpus.Document;
import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.dialogue.Origin;
import dev.seance.api.dialogue.Role;
import dev.seance.api.dialogue.Turn;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Something like prose, from a seed. */
final class Prose {

    private static final List<String> WORDS =
            List.of("the", "fog", "lay", "upon", "London", "and", "she", "had", "never", "seen", "so", "grey", "a day");

    private Prose() {}

    static String words(int count, long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, count)
                .mapToObj(i -> WORDS.get(random.nextInt(WORDS.size())))
                .collect(Collectors.joining(" "));
    }

    /** Documents of very different lengths, called {@code book-0}, {@code book-1} and so on. */
    static List<Document> documents(int count, long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, count)
                .mapToObj(i -> Document.of("book-" + i, words(1 + random.nextInt(60), seed + i))
                        .build())
                .toList();
    }

    /** Dialogues called {@code talk-0}, {@code talk-1} and so on. */
    static List<Dialogue> dialogues(int count, int replyWords, long seed) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Dialogue(
                        "talk-" + i,
                        List.of(
                                new Turn(Role.USER, "Q" + i),
                                new Turn(Role.ASSISTANT, words(1 + i % replyWords, seed + i))),
                        new Origin("rules", "", "", "")))
                .toList();
    }
}
