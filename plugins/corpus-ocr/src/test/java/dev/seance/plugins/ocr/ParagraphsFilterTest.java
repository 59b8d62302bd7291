// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.corpus.CorpusFilter;
import dev.seance.api.corpus.CorpusFilterContract;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Page;
import dev.seance.api.corpus.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pf4j.ExtensionPoint;

class ParagraphsFilterTest extends CorpusFilterContract {

    private static final String FILLER = "a line of the print that goes on to the width\n";

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return ParagraphsFilter.class;
    }

    @Override
    protected CorpusFilter filter() {
        return new ParagraphsFilter();
    }

    @Override
    protected List<Document> documents() {
        return List.of(
                pages("one line a page and", "so on."),
                Document.of("transcription", "A text.\n\nAnother.").build());
    }

    @Test
    void runsOnOverPages() {
        assertThat(text("He went to the", "mill. There he", "sat.")).isEqualTo("He went to the mill. There he sat.");
    }

    @Test
    void makesUpNoParagraphs() {
        assertThat(text("He went to the mill.", "There he sat.")).isEqualTo("He went to the mill. There he sat.");
    }

    @Test
    void beginsAParagraphWithEachSpeaker() {
        assertThat(text("\"Is it so?\" \"It is.\" He smiled. \"Well,\" he said, \"then", "go.\"", "\"I will.\""))
                .isEqualTo("\"Is it so?\"\n\n\"It is.\" He smiled. \"Well,\" he said, \"then go.\"\n\n\"I will.\"");
        assertThat(text("'Is it so?' 'It is.' The boys' 'house'", "stood."))
                .isEqualTo("'Is it so?'\n\n'It is.' The boys' 'house' stood.");
    }

    @Test
    void setsHeadingsApart() {
        assertThat(text("so it ended.", "CHAPTER II. THE MILL. I went there.", "THE"))
                .isEqualTo("so it ended.\n\nCHAPTER II. THE MILL.\n\nI went there. THE");
    }

    @Test
    void goesByBlankLinesIndentsAndShortLines() {
        assertThat(text(
                        FILLER + FILLER + "that ends here.\n" + FILLER + FILLER + "\n" + FILLER + "   " + FILLER
                                + FILLER,
                        FILLER + "end."))
                .isEqualTo(("L L that ends here.\n\nL L\n\nL\n\nL L L end.").replace("L", FILLER.strip()));
    }

    @Test
    void keepsTheLinesOfVerse() {
        String verse = "So went\nthe mill\nwithout a sound of its own and\nso still.\n\nAgain\nit went\n";
        assertThat(text(verse, verse)).isEqualTo(verse + verse.strip());
    }

    @Test
    void closesUpAWordBrokenAtAPagesEnd() {
        assertThat(text("a well-", "known man")).isEqualTo("a well-known man");
    }

    @Test
    void givesOnePageWithoutANumber() {
        Verdict verdict = new ParagraphsFilter().judge(pages("a", "b"));
        assertThat(verdict).isInstanceOfSatisfying(Verdict.Changed.class, changed -> assertThat(
                        changed.document().paged())
                .isFalse());
    }

    private static String text(String... texts) {
        return new ParagraphsFilter().judge(pages(texts)) instanceof Verdict.Changed changed
                ? changed.document().text()
                : "";
    }

    private static Document pages(String... texts) {
        return Document.of(
                        "pages",
                        Arrays.stream(texts)
                                .map(text -> new Page("1", Optional.empty(), text))
                                .toList())
                .build();
    }
}
