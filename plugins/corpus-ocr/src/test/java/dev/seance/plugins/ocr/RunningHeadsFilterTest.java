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
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pf4j.ExtensionPoint;

class RunningHeadsFilterTest extends CorpusFilterContract {

    private static final String[] WORDS = ("the of and to in his that with was her for had not but she which him they"
                    + " walked garden evening letter answered window carriage morning uncle sister winter")
            .split(" ");

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return RunningHeadsFilter.class;
    }

    @Override
    protected CorpusFilter filter() {
        return new RunningHeadsFilter();
    }

    @Override
    protected List<Document> documents() {
        return List.of(
                book("heads", page -> page % 2 == 0 ? page + " THE OLD MILL. " : "A STORM AT SEA. " + page + " "),
                book("none", page -> ""),
                Document.of("transcription", "12 THE OLD MILL. Text").build());
    }

    @Test
    void removesHeadsThatDifferFromLeftToRight() {
        Document book = book("a", page -> page % 2 == 0 ? page + " THE OLD MILL. " : "A STORM AT SEA. " + page + " ");
        assertThat(texts(book)).isEqualTo(texts(book("a", page -> "")));
    }

    @Test
    void removesHeadsThatWereReadBadly() {
        Document book = book("a", page -> switch (page) {
            case 14 -> "l4 THE 0LD MILL. ";
            case 16 -> "TME OLD MILI.. 16 ";
            case 18 -> "* 18 THE OLD MUL. ";
            case 20 -> "rHh QLU MlLJL. 20 ";
            default -> page + " THE OLD MILL. ";
        });
        List<String> removed = texts(book);
        List<String> clean = texts(book("a", page -> ""));
        for (int i = 0; i < clean.size(); i++) {
            if (i != 10) {
                assertThat(removed.get(i)).isEqualTo(clean.get(i));
            }
        }
    }

    @Test
    void removesHeadsInSmallLettersBesideANumber() {
        Document book = book("a", page -> page + " the old mill. ");
        assertThat(texts(book)).isEqualTo(texts(book("a", page -> "")));
    }

    @Test
    void removesPageNumbersAlone() {
        assertThat(texts(book("a", page -> page + " "))).isEqualTo(texts(book("a", page -> "")));
    }

    @Test
    void leavesNumbersThatAreNoPageNumbers() {
        Document book = book("a", page -> page == 17 ? "40 men " : "");
        assertThat(texts(book).get(7)).startsWith("40 men ");
    }

    @Test
    void removesSignaturesThatGoOnWithTheAlphabet() {
        String letters = "BCDEFGHIKLMNOPQRSTU";
        List<Page> pages = new ArrayList<>();
        for (int i = 0; i < 160; i++) {
            String mark = i % 16 == 0
                    ? " VOL. II. " + letters.charAt(i / 16)
                    : i % 16 == 4 ? " " + letters.charAt(i / 16) + " 2" : "";
            pages.add(new Page(Integer.toString(i + 9), Optional.empty(), prose(i) + "." + mark));
        }
        List<String> removed = texts(Document.of("a", pages).build());
        for (int i = 0; i < 160; i++) {
            assertThat(removed.get(i)).isEqualTo(prose(i) + ".");
        }
    }

    @Test
    void leavesALetterAtThePagesEndThatIsAWord() {
        List<Page> pages = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            pages.add(new Page(Integer.toString(i), Optional.empty(), prose(i) + (i % 7 == 0 ? " a" : "")));
        }
        Document book = Document.of("a", pages).build();
        assertThat(new RunningHeadsFilter().judge(book)).isEqualTo(Verdict.kept());
    }

    @Test
    void neverTakesAWholePage() {
        Document book = book("a", page -> page + " THE OLD MILL. ");
        List<Page> pages = new ArrayList<>(book.pages());
        pages.set(3, new Page("3", Optional.empty(), "13 THE OLD MILL."));
        assertThat(texts(book.withPages(pages)).get(3)).isEqualTo("13 THE OLD MILL.");
    }

    @Test
    void takesTheFirstLinesAloneWherePagesHaveLines() {
        List<Page> pages = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            pages.add(new Page(
                    "", Optional.empty(), "THE OLD MILL. " + (i + 5) + "\n\n" + prose(i) + "\n" + prose(i + 99)));
        }
        List<String> removed = texts(Document.of("a", pages).build());
        for (int i = 0; i < 30; i++) {
            assertThat(removed.get(i)).isEqualTo(prose(i) + "\n" + prose(i + 99));
        }
    }

    @Test
    void leavesSentencesThatBeginAlike() {
        Document book = book("a", page -> page % 4 == 0 ? "The Old Mill stood there. " : "");
        assertThat(new RunningHeadsFilter().judge(book)).isEqualTo(Verdict.kept());
    }

    private interface Head {
        String of(int page);
    }

    private static Document book(String id, Head head) {
        List<Page> pages = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            pages.add(new Page(Integer.toString(i + 30), Optional.empty(), head.of(i + 10) + prose(i)));
        }
        return Document.of(id, pages).build();
    }

    private static String prose(int seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            text.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
        }
        return text.toString();
    }

    private static List<String> texts(Document document) {
        Document result = new RunningHeadsFilter().judge(document) instanceof Verdict.Changed changed
                ? changed.document()
                : document;
        return result.pages().stream().map(Page::text).toList();
    }
}
