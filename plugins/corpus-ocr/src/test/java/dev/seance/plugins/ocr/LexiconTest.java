// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.corpus.Document;
import dev.seance.api.run.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LexiconTest {

    @Test
    void hasWhatStandsInThreeBooksOfALargeCorpus() {
        List<Document> books = books(60, "the");
        add(books, 3, "carriage");
        add(books, 2, "equipage");
        Lexicon lexicon = lexicon(books);
        assertThat(contains(lexicon, "Carriage")).isTrue();
        assertThat(contains(lexicon, "equipage")).isFalse();
    }

    @Test
    void hasNoMisreadingsHoweverManyBooksHaveThem() {
        List<Document> books = books(60, "which ".repeat(20));
        add(books, 20, "wliich");
        Lexicon lexicon = lexicon(books);
        assertThat(contains(lexicon, "which")).isTrue();
        assertThat(contains(lexicon, "wliich")).isFalse();
    }

    @Test
    void hasAWordThatIsAsGoodAsTheOneItLooksLike() {
        List<Document> books = books(60, "time");
        add(books, 20, "tirne");
        assertThat(contains(lexicon(books), "tirne")).isTrue();
    }

    @Test
    void hasWordsThatLookLikeMisreadings() {
        List<Document> books = books(60, "and ".repeat(20));
        add(books, 5, "arid");
        assertThat(contains(lexicon(books), "arid")).isTrue();
    }

    @Test
    void asksForTwoBooksOfASmallCorpusOrManyOccurrencesInOne() {
        List<Document> books = books(18, "the");
        add(books, 2, "carriage");
        add(books, 1, "equipage ".repeat(6) + "brougham");
        Lexicon lexicon = lexicon(books);
        assertThat(contains(lexicon, "carriage")).isTrue();
        assertThat(contains(lexicon, "equipage")).isTrue();
        assertThat(contains(lexicon, "brougham")).isFalse();
    }

    @Test
    void knowsCompoundsAndGenitivesByTheirParts() {
        Lexicon lexicon = lexicon(books(60, "the carriage door"));
        assertThat(knows(lexicon, "carriage-door")).isTrue();
        assertThat(knows(lexicon, "carriage's")).isTrue();
        assertThat(knows(lexicon, "carriage-brougham")).isFalse();
        assertThat(knows(lexicon, "carriage-d0or")).isFalse();
    }

    @Test
    void takesSingleLettersForWordsWhereTheLanguageDoes() {
        Lexicon lexicon = lexicon(books(60, "b a"));
        assertThat(contains(lexicon, "A")).isTrue();
        assertThat(contains(lexicon, "b")).isFalse();
    }

    @Test
    void hasTheWordsOfAFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("words.txt"), "# names\nNobscusset Truro\nZoheth\n");
        Lexicon lexicon = new Lexicons("en", Optional.of(file)).of(SharedCorpora.survey(books(60, "the")), "");
        assertThat(contains(lexicon, "truro")).isTrue();
        assertThat(contains(lexicon, "Zoheth")).isTrue();
        assertThat(contains(lexicon, "names")).isFalse();
    }

    @Test
    void saysWhichFileOfWordsCannotBeRead() {
        assertThatThrownBy(() -> new Lexicons("en", Optional.of(Path.of("no-such-file"))))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("no-such-file")
                .hasMessageContaining("give a file of words");
    }

    @Test
    void answersTheSameFromItsCache() {
        List<Document> books = books(60, "which ".repeat(20));
        add(books, 20, "wliich");
        Lexicon lexicon = lexicon(books);
        for (int i = 0; i < 3; i++) {
            assertThat(contains(lexicon, "which")).isTrue();
            assertThat(contains(lexicon, "wliich")).isFalse();
        }
    }

    private static List<Document> books(int count, String text) {
        List<Document> books = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            books.add(Document.of("book-" + i, text).build());
        }
        return books;
    }

    private static void add(List<Document> books, int count, String text) {
        for (int i = 0; i < count; i++) {
            Document book = books.get(i);
            books.set(i, book.withText(book.text() + " " + text));
        }
    }

    private static Lexicon lexicon(List<Document> books) {
        return new Lexicon(SharedCorpora.survey(books), LanguageRules.of("en"), Set.of());
    }

    private static boolean contains(Lexicon lexicon, String word) {
        return lexicon.contains(word, 0, word.length());
    }

    private static boolean knows(Lexicon lexicon, String word) {
        WordCursor cursor = new WordCursor(word);
        cursor.next();
        return new LexiconReader(lexicon).knows(word, cursor);
    }
}
