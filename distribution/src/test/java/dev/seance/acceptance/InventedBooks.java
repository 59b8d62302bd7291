// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * Writes novels that nobody wrote: chapters of narration and of talk between two people, in the layout that novels
 * have. The same seed gives the same books.
 */
final class InventedBooks {

    private static final List<String> NAMES = List.of(
            "Orwick",
            "Pellam",
            "Harrowmere",
            "Tansley",
            "Quillfield",
            "Brandreth",
            "Ashcombe",
            "Dunstone",
            "Merrivale");
    private static final List<String> PEOPLE =
            List.of("the clockmaker", "the old pilot", "the widow", "the curate", "the lamplighter", "the surveyor");
    private static final List<String> PLACES = List.of(
            "the mill at Corran",
            "the harbour of Saltmouth",
            "the lane behind the brewery",
            "the upper library",
            "the turnpike",
            "the almshouse garden");
    private static final List<String> THINGS = List.of(
            "a brass telescope",
            "the parish register",
            "a letter sealed in green wax",
            "the broken barometer",
            "a basket of herrings",
            "the third volume of sermons",
            "an umbrella of uncertain age");
    private static final List<String> WHEN = List.of(
            "towards evening",
            "before the first coach",
            "in the second week of the frost",
            "after the harvest supper",
            "upon a morning of thick fog",
            "when the bells had ceased");
    private static final List<String> MOODS = List.of(
            "with great solemnity",
            "in no very good humour",
            "as one who has rehearsed it",
            "not without kindness",
            "between two coughs",
            "with his eyes upon the fire");
    private static final List<String> DEEDS =
            List.of("carried", "mislaid", "examined", "concealed", "restored", "lamented", "described", "weighed");

    private final Random random;
    private final StringBuilder text = new StringBuilder();

    private InventedBooks(long seed) {
        this.random = new Random(seed);
    }

    /** Writes so many books of at least so many words into a new folder; the year of each stands in its name. */
    static Path write(Path folder, int books, int words, long seed) throws IOException {
        Files.createDirectories(folder);
        for (int i = 0; i < books; i++) {
            String name = String.format("%d_the_invented_history_%02d.txt", 1838 + i % 60, i);
            Files.writeString(folder.resolve(name), book(words, seed * 1000 + i), StandardCharsets.UTF_8);
        }
        return folder;
    }

    static String book(int words, long seed) {
        InventedBooks writer = new InventedBooks(seed);
        int written = 0;
        for (int chapter = 1; written < words; chapter++) {
            int from = writer.text.length();
            writer.chapter(chapter);
            written += writer.text.substring(from).split("\\s+").length;
        }
        return writer.text.toString();
    }

    private void chapter(int number) {
        text.append("CHAPTER ").append(number).append("\n\n");
        for (int scene = 0; scene < 3; scene++) {
            paragraph(narration() + " " + narration() + " " + narration());
            talk();
        }
    }

    private void talk() {
        String first = name();
        String second = name();
        paragraph("“" + question() + "” said " + first + ", " + one(MOODS) + ".");
        paragraph("“" + answer() + ",” replied " + second + ".");
        for (int turn = random.nextInt(4); turn >= 0; turn--) {
            paragraph("“" + question() + "”");
            paragraph("“" + answer() + ".”");
        }
    }

    private void paragraph(String words) {
        text.append(words).append("\n\n");
    }

    private String narration() {
        return switch (random.nextInt(4)) {
            case 0 ->
                upper(one(WHEN)) + ", " + one(PEOPLE) + " " + one(DEEDS) + " " + one(THINGS) + " near " + one(PLACES)
                        + ", and spoke of it to nobody.";
            case 1 ->
                "It was remarked at " + one(PLACES) + " that " + name() + " had " + one(DEEDS) + " " + one(THINGS) + " "
                        + one(WHEN) + ".";
            case 2 ->
                name() + " walked " + one(WHEN) + " as far as " + one(PLACES) + ", where " + one(PEOPLE)
                        + " was already waiting " + one(MOODS) + ".";
            default ->
                "There were " + (2 + random.nextInt(90)) + " houses about " + one(PLACES)
                        + ", and in not one of them would anybody own to having " + one(DEEDS) + " " + one(THINGS)
                        + ".";
        };
    }

    private String question() {
        return switch (random.nextInt(3)) {
            case 0 -> "Have you heard what " + one(PEOPLE) + " " + one(DEEDS) + " at " + one(PLACES) + "?";
            case 1 -> "Pray, what became of " + one(THINGS) + " which " + name() + " " + one(DEEDS) + "?";
            default -> "Do you go to " + one(PLACES) + " again " + one(WHEN) + "?";
        };
    }

    private String answer() {
        return switch (random.nextInt(3)) {
            case 0 -> "I have it from " + one(PEOPLE) + " that it was " + one(THINGS) + ", and nothing more";
            case 1 -> "I never go near " + one(PLACES) + ", sir, and I advise you to do the same";
            default -> "You must ask " + name() + ", who " + one(DEEDS) + " it " + one(WHEN);
        };
    }

    private String name() {
        return (random.nextBoolean() ? "Mr. " : "Miss ") + one(NAMES);
    }

    private String one(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static String upper(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
