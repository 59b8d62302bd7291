// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.stage;

import dev.seance.api.corpus.BadRecord;
import dev.seance.api.corpus.BadRecords;
import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.InputSplit;
import dev.seance.api.corpus.Page;
import dev.seance.api.corpus.Provenance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Made-up books, as many as asked for; every seventh cannot be read. A plugin's source, for tests of stages. */
public final class LetterSource implements CorpusSource {

    /** How many splits, of how many books each. */
    public record Options(int splits, int books, Alphabet alphabet, Optional<String> title) {}

    /** Which letters. */
    public enum Alphabet {
        LATIN("abcdefgh"),
        GREEK("αβγδεζηθ");

        private final String letters;

        Alphabet(String letters) {
            this.letters = letters;
        }
    }

    private final Options options;

    public LetterSource(Options options) {
        this.options = options;
    }

    @Override
    public String revision() {
        return options.toString();
    }

    @Override
    public List<InputSplit> splits() {
        return IntStream.range(0, options.splits())
                .mapToObj(split -> new InputSplit("split-" + split, Integer.toString(split), 1))
                .toList();
    }

    @Override
    public Stream<Document> read(InputSplit split, BadRecords bad) {
        int first = Integer.parseInt(split.location()) * options.books();
        return IntStream.range(first, first + options.books()).boxed().flatMap(number -> {
            if (number % 7 == 6) {
                bad.report(new BadRecord("book " + number, "illegible", "", "wash it"));
                return Stream.empty();
            }
            return Stream.of(book(number));
        });
    }

    private Document book(int number) {
        Random random = new Random(number);
        List<Page> pages = new ArrayList<>();
        for (int page = 1 + random.nextInt(4); page > 0; page--) {
            StringBuilder text = new StringBuilder();
            for (int word = 5 + random.nextInt(40); word > 0; word--) {
                for (int letter = 1 + random.nextInt(6); letter > 0; letter--) {
                    text.append(options.alphabet().letters.charAt(random.nextInt(8)));
                }
                text.append(word % 9 == 0 ? "\n" : " ");
            }
            text.append(random.nextInt(5) == 0 ? "\"\\\t\ud83d\ude00\ud83d" : "");
            pages.add(new Page(
                    Integer.toString(page),
                    random.nextBoolean() ? Optional.of(random.nextDouble()) : Optional.empty(),
                    text.toString()));
        }
        return Document.of("book-" + number, pages)
                .title(options.title().orElse("Book " + number))
                .year(1837 + number % 60)
                .attribute(Document.KIND, number % 2 == 0 ? "novel" : "")
                .provenance(new Provenance("letters", "book " + number, ""))
                .build();
    }
}
