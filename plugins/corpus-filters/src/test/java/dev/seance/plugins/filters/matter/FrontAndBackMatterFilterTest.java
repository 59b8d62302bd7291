// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.matter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.corpus.CorpusFilter;
import dev.seance.api.corpus.CorpusFilterContract;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Page;
import dev.seance.api.corpus.Verdict;
import dev.seance.api.run.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.ExtensionPoint;

class FrontAndBackMatterFilterTest extends CorpusFilterContract {

    private static final String PROSE =
            "The lamp was lit and the door stood open, but there was nobody in the house when we"
                    + " came to it, and I asked him what he had heard of the matter. ";
    private static final String TITLE =
            "THE LAMPLIGHTER'S GUEST BY A. NOBODY IN TWO VOLUMES VOL. I. LONDON SMITH AND JONES 1856";
    private static final String CONTENTS =
            "CONTENTS CHAPTER I. PAGE The Lamp 1 CHAPTER II. A Visitor 17 CHAPTER III. Home Again 31 CHAPTER IV. Snow 54";
    private static final String INDEX =
            "INDEX Adams, letters, 12, 44; house, 81 Barton, 3, 9, 27 Carter, Mrs., 101, 118 Dover road, 77, 79, 80 Eels, 5";
    private static final String CATALOGUE =
            "Works published by Smith and Jones. The Voyage, 3 vols., cloth gilt, 31s. 6d. Tales, crown 8vo, 5s. Poems, boards,"
                    + " 2s. 6d. With illustrations, demy octavo, 12s.";

    @TempDir
    private Path folder;

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return FrontAndBackMatterFilter.class;
    }

    @Override
    protected CorpusFilter filter() {
        return filterOf();
    }

    @Override
    protected List<Document> documents() {
        return List.of(
                scan("ends", List.of(TITLE, CONTENTS), 40, List.of(INDEX)),
                scan("none", List.of(), 40, List.of()),
                Document.of("short", CONTENTS).build());
    }

    @Test
    void cutsTheEndsOfScans() {
        Document book = scan("a", List.of(TITLE, PROSE.repeat(3), CONTENTS), 40, List.of(INDEX, CATALOGUE, CATALOGUE));
        assertThat(left(book).equals(PROSE.repeat(3) + (PROSE.repeat(6)).repeat(40)))
                .isTrue();
        assertThat(judge(book)).isInstanceOfSatisfying(Verdict.Changed.class, changed -> {
            assertThat(changed.reason()).isEqualTo("cut front and back matter");
            assertThat(changed.document().pages())
                    .hasSize(46)
                    .last()
                    .extracting(Page::text)
                    .isEqualTo("");
        });
    }

    @Test
    void whatReviewersSaidIsOfTheCatalogue() {
        Document book = scan("a", List.of(), 60, List.of(CATALOGUE, PROSE.repeat(2), CATALOGUE));
        assertThat(left(book).equals(PROSE.repeat(6).repeat(60))).isTrue();
    }

    @Test
    void cutsNothingFromTheMiddle() {
        List<Page> pages = new ArrayList<>(scan("a", List.of(), 40, List.of()).pages());
        pages.set(20, new Page("21", Optional.empty(), INDEX));
        assertThat(judge(Document.of("a", pages).build())).isEqualTo(Verdict.kept());
    }

    @Test
    void aBookOfTablesKeepsThem() {
        List<Page> pages = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            pages.add(new Page(
                    Integer.toString(i), Optional.empty(), "Smith J. 12 Jones W. 7 Brown A. 44 of the parish " + i));
        }
        assertThat(judge(Document.of("poll", pages).build())).isEqualTo(Verdict.kept());
    }

    @Test
    void cutsTheEndsOfTranscriptionsByParagraphs() {
        String chapter = PROSE.repeat(5).strip() + "\n\n";
        String contents = (CONTENTS + "\n\n").repeat(8);
        Document book = Document.of("a", contents + chapter.repeat(60)).build();
        assertThat(left(book).equals(chapter.repeat(60).strip())).isTrue();
    }

    @Test
    void leavesOtherLanguagesAndShortTexts() {
        Document book = scan("a", List.of(TITLE, CONTENTS), 40, List.of(INDEX));
        Document mongolian = Document.of("b", book.pages()).language("mn").build();
        assertThat(judge(mongolian)).isEqualTo(Verdict.kept());
        assertThat(judge(scan("c", List.of(CONTENTS), 3, List.of()))).isEqualTo(Verdict.kept());
    }

    @Test
    void aFileBringsTheWordsOfCatalogues() throws IOException {
        Path file = Files.writeString(folder.resolve("words.txt"), "# prices\nbound\nguineas\n");
        MatterOptions options = new MatterOptions(0.15, "English", Optional.of(file));
        String notice = PROSE
                + "It was sold for two guineas, or in three parts for four guineas, or for six guineas when bound. ";
        Document book = scan("a", List.of(), 40, List.of(notice));
        assertThat(judge(book)).isEqualTo(Verdict.kept());
        assertThat(new FrontAndBackMatterFilter(options).judge(book)).isInstanceOf(Verdict.Changed.class);
        MatterOptions missing = new MatterOptions(0.15, "English", Optional.of(folder.resolve("none.txt")));
        assertThatThrownBy(() -> new FrontAndBackMatterFilter(missing))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("give a file of words of catalogues");
    }

    private static String left(Document document) {
        return ((Verdict.Changed) judge(document))
                .document().pages().stream().map(Page::text).collect(Collectors.joining());
    }

    private static Document scan(String id, List<String> front, int pages, List<String> back) {
        List<String> texts = new ArrayList<>(front);
        for (int i = 0; i < pages; i++) {
            texts.add(PROSE.repeat(6));
        }
        texts.addAll(back);
        List<Page> all = new ArrayList<>();
        for (String text : texts) {
            all.add(new Page(Integer.toString(all.size() + 1), Optional.empty(), text));
        }
        return Document.of(id, all).build();
    }

    private static Verdict judge(Document document) {
        return filterOf().judge(document);
    }

    private static FrontAndBackMatterFilter filterOf() {
        return new FrontAndBackMatterFilter(new MatterOptions(0.15, "English", Optional.empty()));
    }
}
