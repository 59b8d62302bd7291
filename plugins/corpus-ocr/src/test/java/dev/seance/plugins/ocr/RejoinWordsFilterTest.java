// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.corpus.CorpusFilter;
import dev.seance.api.corpus.CorpusFilterContract;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Page;
import dev.seance.api.corpus.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pf4j.ExtensionPoint;

class RejoinWordsFilterTest extends CorpusFilterContract {

    private static final String KNOWN = "The travellers went to the principles of a well-known sea-shore. He washed"
            + " himself together with the companions, and any one may see anyone come. ";

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return RejoinWordsFilter.class;
    }

    @Override
    protected CorpusFilter filter() {
        return filterOf();
    }

    @Override
    protected List<Document> documents() {
        List<Document> documents = books();
        documents.add(Document.of("broken", "the prin ciples of travel- lers").build());
        return documents;
    }

    private static RejoinWordsFilter filterOf() {
        return new RejoinWordsFilter(new LexiconOptions("en", Optional.empty()));
    }

    private static List<Document> books() {
        List<Document> books = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            books.add(Document.of("book-" + i, KNOWN.repeat(5)).build());
        }
        return books;
    }

    @ParameterizedTest
    @CsvSource({
        "the prin ciples of,the principles of",
        "the prin- ciples of,the principles of",
        "The Prin ciples of,The Principles of",
        "THE PRIN CIPLES OF,THE PRINCIPLES OF",
        "'trav ellers, and com panions.','travellers, and companions.'",
        "the to gether with,the together with",
        "a well- known shore,a well-known shore",
        "a sea- shore there,a sea-shore there",
        "any one may,any one may",
        "up and a way,up and a way",
        "the Prin Ciples of,the Prin Ciples of",
        "two- and threefold,two- and threefold",
        "nothing there is,nothing there is",
    })
    void joinsWhatTheCorpusWritesAsOne(String broken, String joined) {
        assertThat(rejoined(Document.of("a", broken).build()).text()).isEqualTo(joined);
    }

    @Test
    void joinsAtLineEndsAloneWhereTheTextHasLines() {
        Document lines = Document.of("a", "the prin ciples of the travel-\nlers who with the com\npanions came\n")
                .build();
        assertThat(rejoined(lines).text())
                .isEqualTo("the prin ciples of the travellers who with the companions came\n");
    }

    @Test
    void joinsAcrossPages() {
        Document pages = Document.of(
                        "a",
                        List.of(
                                new Page("1", Optional.empty(), "all the com"),
                                new Page("2", Optional.empty(), "panions, of the prin-"),
                                new Page("3", Optional.empty(), "ciples")))
                .build();
        assertThat(rejoined(pages).pages())
                .extracting(Page::text)
                .containsExactly("all the companions,", "of the principles", "");
    }

    @Test
    void leavesACleanTextAlone() {
        Document clean = books().get(0);
        assertThat(judge(clean)).isEqualTo(Verdict.kept());
    }

    private static Document rejoined(Document document) {
        return judge(document) instanceof Verdict.Changed changed ? changed.document() : document;
    }

    private static Verdict judge(Document document) {
        List<Document> corpus = books();
        corpus.add(document);
        return filterOf().judge(document, SharedCorpora.survey(corpus));
    }
}
