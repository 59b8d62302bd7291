// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.corpus.CorpusFilter;
import dev.seance.api.corpus.CorpusFilterContract;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Verdict;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.pf4j.ExtensionPoint;

class EraFilterTest extends CorpusFilterContract {

    private static final Document UNDATED = Document.of("undated", "When?").build();

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return EraFilter.class;
    }

    @Override
    protected CorpusFilter filter() {
        return filter(Undated.DROP, "en");
    }

    @Override
    protected List<Document> documents() {
        return List.of(dated(1836), dated(1837), dated(1860), dated(1901), dated(1902), UNDATED);
    }

    @Test
    void keepsTheFirstAndTheLastYear() {
        assertThat(filter(Undated.DROP).judge(dated(1837))).isEqualTo(Verdict.kept());
        assertThat(filter(Undated.DROP).judge(dated(1901))).isEqualTo(Verdict.kept());
    }

    @Test
    void saysWhyADocumentIsNotOfTheEra() {
        assertThat(filter(Undated.DROP).judge(dated(1836)))
                .isEqualTo(Verdict.dropped("before the era", "published 1836"));
        assertThat(filter(Undated.DROP).judge(dated(1902)))
                .isEqualTo(Verdict.dropped("after the era", "published 1902"));
        assertThat(filter(Undated.DROP).judge(UNDATED))
                .isEqualTo(Verdict.dropped("undated", "no year is known; give it one, or set 'undated: keep'"));
    }

    @Test
    void keepsTheUndatedWhenToldTo() {
        assertThat(filter(Undated.KEEP).judge(UNDATED)).isEqualTo(Verdict.kept());
    }

    @Test
    void knowsALanguageByAnyOfItsNames() {
        for (String language : List.of("en", "en-GB", "eng", "English", " ENGLISH", "")) {
            assertThat(filter(Undated.DROP, "English").judge(in(language)))
                    .as(language)
                    .isEqualTo(Verdict.kept());
        }
    }

    @Test
    void dropsOtherLanguagesAndThoseNobodyKnows() {
        for (String language : List.of("fr", "German", "Quenya")) {
            assertThat(filter(Undated.DROP, "en", "cym").judge(in(language)))
                    .isEqualTo(Verdict.dropped("another language", "in " + language));
        }
        assertThat(filter(Undated.DROP, "en", "cym").judge(in("Welsh"))).isEqualTo(Verdict.kept());
    }

    @Test
    void refusesAnEraThatEndsBeforeItBegins() {
        assertThatThrownBy(() -> new EraOptions(1901, 1837, Undated.DROP, List.of(), Dates.LENIENT, Reprints.KEEP))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("from 1901 is after to 1837; swap them");
    }

    @Test
    void refusesALanguageNobodyKnows() {
        assertThatThrownBy(() -> filter(Undated.DROP, "Englisch"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("language 'Englisch' is unknown");
    }

    @Nested
    class StrictDates {

        @Test
        void askForEveryYearThatTheCatalogueMayMean() {
            for (String date : List.of("1837", "[1852?]", "1850-1860", "185-", "c1853", "1837-1901", "MDCCCLI")) {
                assertThat(strict().judge(catalogued(date))).as(date).isEqualTo(Verdict.kept());
            }
            for (String date : List.of("1830-1840", "1836-1838", "1899-1903", "190-", "18uu", "1850 [i.e. 1836]")) {
                assertThat(strict().judge(catalogued(date)))
                        .as(date)
                        .isEqualTo(Verdict.dropped("perhaps outside the era", "dated " + date));
                assertThat(filter(Undated.DROP).judge(catalogued(date)))
                        .as(date)
                        .isEqualTo(Verdict.kept());
            }
        }

        @Test
        void askForADateThatCanBeRead() {
            assertThat(strict().judge(catalogued("Easter\nMonday")))
                    .isEqualTo(Verdict.dropped("unclear date", "dated Easter Monday"));
        }

        @Test
        void goByTheYearWhereThereIsNothingElse() {
            assertThat(strict().judge(dated(1837))).isEqualTo(Verdict.kept());
            assertThat(strict().judge(dated(1836))).isEqualTo(Verdict.dropped("before the era", "published 1836"));
        }

        private EraFilter strict() {
            return new EraFilter(new EraOptions(1837, 1901, Undated.DROP, List.of(), Dates.STRICT, Reprints.KEEP));
        }

        private Document catalogued(String date) {
            return dated(1850).withAttribute(Document.DATE, date);
        }
    }

    @Nested
    class LaterEditions {

        @Test
        void areToldByTheirTitles() {
            for (String title : List.of(
                    "Poems. New edition",
                    "Poems (A NEW AND REVISED EDITION.)",
                    "Poems ... Second edition",
                    "Poems. 3rd ed.",
                    "Poems. 12th edit., revised",
                    "Poems. Reprinted from the magazine",
                    "Poems. People's edition",
                    "Gedichte. Zweite Auflage",
                    "Gedichte. 2. Aufl.",
                    "Po\u00E9sies. Nouvelle \u00E9dition")) {
                assertThat(dropping().judge(titled(title)))
                        .as(title)
                        .isInstanceOfSatisfying(Verdict.Dropped.class, dropped -> assertThat(dropped.reason())
                                .isEqualTo("reprint"));
            }
        }

        @Test
        void areNotToldByOtherWords() {
            for (String title : List.of(
                    "Poems",
                    "Poems. First edition",
                    "1st ed.",
                    "Poems edited by a friend",
                    "The Second Mrs. Grey",
                    "A New Home",
                    "Poems. 1 edition",
                    "Printed for the author",
                    "The year 1850 ed.",
                    "")) {
                assertThat(dropping().judge(titled(title))).as(title).isEqualTo(Verdict.kept());
            }
        }

        @Test
        void areToldByAttributes() {
            assertThat(dropping().judge(titled("Poems").withAttribute("edition", "2nd edition")))
                    .isEqualTo(Verdict.dropped("reprint", "2nd edition"));
            assertThat(dropping().judge(titled("Poems").withAttribute("reprint", "of 1790")))
                    .isEqualTo(Verdict.dropped("reprint", "of 1790"));
            assertThat(dropping().judge(titled("New edition").withAttribute("reprint", "False")))
                    .isEqualTo(Verdict.kept());
        }

        @Test
        void areToldByAnAuthorDeadForAGeneration() {
            assertThat(dropping().judge(by("Author, Ann (1771-1824)", "")))
                    .isEqualTo(Verdict.dropped("reprint", "author died 1824"));
            assertThat(dropping()
                            .judge(by(
                                    "Author, Ann",
                                    "Author, Ann, 1771?-1824 [person] ; Editor, E., 1820-1890 [person]")))
                    .isEqualTo(Verdict.dropped("reprint", "author died 1824"));
            assertThat(dropping().judge(by("Author, Ann, d. 1824", "")))
                    .isEqualTo(Verdict.dropped("reprint", "author died 1824"));
        }

        @Test
        void areNotToldByOtherLives() {
            for (String author : List.of(
                    "Author, Ann (1771-1825)",
                    "Author, Ann (1800-1870)",
                    "Author, Ann (1820-)",
                    "Author, Ann",
                    "",
                    "Author, Ann (1100-1820)")) {
                assertThat(dropping().judge(by(author, ""))).as(author).isEqualTo(Verdict.kept());
            }
            assertThat(dropping().judge(by("Author, Ann", "Author, Ann [person] ; Subject, S., 1700-1780 [person]")))
                    .isEqualTo(Verdict.kept());
            assertThat(dropping().judge(by("One, O. (1770-1800); Two, T. (1800-1860)", "")))
                    .isEqualTo(Verdict.kept());
        }

        @Test
        void areFlaggedWhenKeptAndOnlyOnce() {
            Document book = titled("Poems. New edition");
            Document flagged = book.withAttribute("reprint", "new edition");
            assertThat(filter(Undated.DROP).judge(book)).isEqualTo(Verdict.changed(flagged, "flagged as a reprint"));
            assertThat(filter(Undated.DROP).judge(flagged)).isEqualTo(Verdict.kept());
        }

        private EraFilter dropping() {
            return new EraFilter(new EraOptions(1837, 1901, Undated.DROP, List.of(), Dates.LENIENT, Reprints.DROP));
        }

        private Document titled(String title) {
            return Document.of("book", "Words.").year(1850).title(title).build();
        }

        private Document by(String author, String names) {
            return Document.of("book", "Words.")
                    .year(1850)
                    .author(author)
                    .attribute("names", names)
                    .build();
        }
    }

    private static EraFilter filter(Undated undated, String... languages) {
        return new EraFilter(new EraOptions(1837, 1901, undated, List.of(languages), Dates.LENIENT, Reprints.KEEP));
    }

    private static Document dated(int year) {
        return Document.of("book-" + year, "Of " + year).year(year).build();
    }

    private static Document in(String language) {
        return Document.of("book", "Words.").year(1850).language(language).build();
    }
}
