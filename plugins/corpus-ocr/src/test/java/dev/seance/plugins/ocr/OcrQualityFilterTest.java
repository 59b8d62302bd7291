// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.corpus.CorpusFilter;
import dev.seance.api.corpus.CorpusFilterContract;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Page;
import dev.seance.api.corpus.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pf4j.ExtensionPoint;

class OcrQualityFilterTest extends CorpusFilterContract {

    private static final String GOOD = "it was the time when all who like him know the house well ".repeat(6);
    private static final String BAD = "iz vvaz tke tirne vvnen aii wbo liko bim kuow tne honse weil ".repeat(6);

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return OcrQualityFilter.class;
    }

    @Override
    protected CorpusFilter filter() {
        return filterOf(0);
    }

    @Override
    protected List<Document> documents() {
        List<Document> documents = new ArrayList<>(books());
        documents.add(books().get(0).withAttribute(Document.QUALITY, "good").withText(GOOD + " "));
        documents.set(5, book("marked", GOOD, GOOD).withAttribute(Document.QUALITY, "good"));
        documents.remove(6);
        documents.add(book("bad", BAD, BAD));
        documents.add(book("mixed", GOOD, BAD, GOOD));
        return documents;
    }

    private static OcrQualityFilter filterOf(long minCharacters) {
        return new OcrQualityFilter(
                new QualityOptions(0.75, 0.85, 0.95, 0.4, minCharacters, 1, "en", Optional.empty()));
    }

    private static List<Document> books() {
        List<Document> books = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            books.add(book("book-" + i, GOOD, GOOD));
        }
        return books;
    }

    private static Document book(String id, String... texts) {
        List<Page> pages = new ArrayList<>();
        for (String text : texts) {
            pages.add(new Page(Integer.toString(pages.size() + 1), Optional.of(0.7), text));
        }
        return Document.of(id, pages).build();
    }

    @Test
    void marksAGoodBook() {
        assertThat(judge(book("a", GOOD, GOOD), 0)).isInstanceOfSatisfying(Verdict.Changed.class, changed -> {
            assertThat(changed.reason()).isEqualTo("marked the quality");
            assertThat(changed.document().attributes()).containsEntry(Document.QUALITY, "good");
        });
    }

    @Test
    void marksAFairBook() {
        String fair = GOOD.replaceFirst("house well", "honse weil")
                .replaceFirst("time when", "tirne vvnen")
                .replaceFirst("who like", "wbo liko");
        assertThat(judge(book("a", fair, fair), 0)).isInstanceOfSatisfying(Verdict.Changed.class, changed -> assertThat(
                        changed.document().attributes())
                .containsEntry(Document.QUALITY, "fair"));
    }

    @Test
    void dropsBadPagesAndBadBooks() {
        assertThat(judge(book("a", GOOD, BAD, GOOD), 0)).isInstanceOfSatisfying(Verdict.Changed.class, changed -> {
            assertThat(changed.reason()).isEqualTo("dropped bad pages");
            assertThat(changed.document().pages()).extracting(Page::number).containsExactly("1", "3");
        });
        assertThat(judge(book("a", BAD, BAD, GOOD), 0))
                .isEqualTo(Verdict.dropped("few known words", "known words 0.33"));
    }

    @Test
    void judgesAPageOfFewWordsWithItsNeighbours() {
        assertThat(judge(book("a", GOOD, "Zounds Gadzooks", GOOD), 0))
                .isInstanceOfSatisfying(
                        Verdict.Changed.class,
                        changed -> assertThat(changed.document().pages()).hasSize(3));
        assertThat(judge(book("a", GOOD, GOOD, GOOD, BAD, "zonnds", BAD), 0))
                .isInstanceOfSatisfying(
                        Verdict.Changed.class,
                        changed -> assertThat(changed.document().pages()).hasSize(3));
    }

    @Test
    void dropsBooksOfLittleText() {
        assertThat(judge(book("a", GOOD, GOOD), 5000))
                .isEqualTo(Verdict.dropped("too little text", 2 * GOOD.length() + " characters on good pages"));
    }

    @Test
    void dropsBooksOfLowConfidence() {
        Document unsure = Document.of(
                        "a", List.of(new Page("1", Optional.of(0.3), GOOD), new Page("2", Optional.of(0.34), GOOD)))
                .build();
        assertThat(judge(unsure, 0)).isEqualTo(Verdict.dropped("low confidence", "mean word confidence 0.32"));
        assertThat(judge(Document.of("a", GOOD).build(), 0)).isInstanceOf(Verdict.Changed.class);
    }

    @Test
    void refusesLimitsThatContradictEachOther() {
        assertThatThrownBy(() -> new QualityOptions(0.7, 0.9, 0.8, 0.4, 0, 1, "en", Optional.empty()))
                .hasMessageContaining("good-min 0.8 is below book-min 0.9");
    }

    private static Verdict judge(Document document, long minCharacters) {
        return filterOf(minCharacters).judge(document, SharedCorpora.survey(books()));
    }
}
