// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.boilerplate;

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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pf4j.ExtensionPoint;

class BoilerplateFilterTest extends CorpusFilterContract {

    private static final String PROSE = "The lamp was lit and the door stood open, but nobody was in the house. ";

    @TempDir
    private Path folder;

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return BoilerplateFilter.class;
    }

    @Override
    protected CorpusFilter filter() {
        return filterOf();
    }

    @Override
    protected List<Document> documents() {
        return List.of(
                scan("marked", PROSE + "Digitized by Google", PROSE),
                scan("plain", PROSE, PROSE),
                scan("stamps", "BRITISH MUSEUM", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "He sat. Digitized by Google          | He sat.",
                "He sat. Digitized by GOOGLE. He rose. | He sat. He rose.",
                "Digitized by the Internet Archive in 2007 with funding from Somebody Else http://www.archive.org/details/x1 He sat."
                        + " | /He sat.",
                "BRITISH MUSEUM He sat.               | He sat.",
                "12 BRlTISH MUSEUM. He sat.           | 12 He sat.",
                "He sat. MUSEUM BRITANNICUM           | He sat.",
                "He went to the British Museum.       | He went to the British Museum.",
                "THE BRITISH MUSEUM was open that day and he went | THE BRITISH MUSEUM was open that day and he went",
                "BRITISH MUSEUM was open that day      | BRITISH MUSEUM was open that day",
            })
    void cutsStampsAndMarksAlone(String page, String left) {
        assertThat(cut(page).strip().replaceAll("^/+", ""))
                .isEqualTo(left.replace("/", "").strip());
    }

    @Test
    void aStampInTheMiddleOfAPageIsTheBooksOwn() {
        String page = PROSE + "The doors of the BRITISH MUSEUM were shut. " + PROSE;
        assertThat(cut(page)).isEqualTo(page);
    }

    @Test
    void noPageIsCutForOnePhrase() {
        String page =
                PROSE.repeat(5) + "It was a digital copy of a book that was preserved, he said. " + PROSE.repeat(5);
        assertThat(cut(page)).isEqualTo(page);
    }

    @Test
    void noPageOfProseIsCutForTwoPhrases() {
        String page = PROSE.repeat(20) + "It was on the date due. " + PROSE + "They met at Cornell University Library. "
                + PROSE.repeat(20);
        assertThat(cut(page)).isEqualTo(page);
    }

    @Test
    void aNoticeIsCutWhole() {
        String notice =
                "This is a digital copy of a book that was preserved on shelves. It was carefully scanned by Google.";
        assertThat(cut(notice)).isEmpty();
        assertThat(cut(PROSE + "\n\n" + notice + "\n\n" + PROSE)).isEqualTo(PROSE + "\n\n\n\n" + PROSE);
        Document book = scan("a", notice, PROSE);
        assertThat(judge(book)).isInstanceOfSatisfying(Verdict.Changed.class, changed -> {
            assertThat(changed.reason()).isEqualTo("cut notices");
            assertThat(changed.document().pages()).extracting(Page::text).containsExactly("", PROSE);
        });
    }

    @Test
    void aLicenceGoesWithItsHeader() {
        String body = (PROSE + "\n\n").repeat(40).strip();
        String text = "A header\n*** START OF THIS PROJECT GUTENBERG EBOOK THE LAMP ***\n\n" + body
                + "\n\nEnd of Project Gutenberg's The Lamp\n\nA licence\n";
        Document document = Document.of("a", text).build();
        assertThat(judge(document)).isEqualTo(Verdict.changed(document.withText(body), "cut a licence"));
    }

    @Test
    void aNameAtTheBeginningIsNoLicence() {
        String text = "An essay on the end of Project Gutenberg.\n" + (PROSE + "\n").repeat(20);
        assertThat(judge(Document.of("a", text).build())).isEqualTo(Verdict.kept());
    }

    @Test
    void nothingButBoilerplateIsDropped() {
        assertThat(judge(scan("a", "BRITISH MUSEUM", "Digitized by Google")))
                .isEqualTo(Verdict.dropped("nothing but boilerplate", "stamps, marks and notices alone"));
    }

    @Test
    void aFileBringsPhrases() throws IOException {
        Path file = Files.writeString(folder.resolve("phrases.txt"), "# ours\nmark\tscanned by our club in #\n");
        BoilerplateFilter more = new BoilerplateFilter(new BoilerplateOptions(Optional.of(file), false));
        BoilerplateFilter alone = new BoilerplateFilter(new BoilerplateOptions(Optional.of(file), true));
        Document book = scan("a", PROSE + "Scanned by our club in 1998. Digitized by Google");
        assertThat(text(more.judge(book))).isEqualTo(PROSE);
        assertThat(text(alone.judge(book))).isEqualTo(PROSE + "Digitized by Google");
        Files.writeString(file, "stamp\tex libris\nmarks ex libris\n");
        assertThatThrownBy(() -> new BoilerplateFilter(new BoilerplateOptions(Optional.of(file), false)))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        file + ", line 2: 'marks ex libris' is no phrase; write stamp, mark, notice, start or end, a"
                                + " tab, and words");
    }

    private static String cut(String page) {
        Verdict verdict = judge(scan("a", page, PROSE));
        return verdict instanceof Verdict.Changed changed
                ? changed.document().pages().get(0).text()
                : page;
    }

    private static String text(Verdict verdict) {
        return ((Verdict.Changed) verdict).document().text();
    }

    private static Document scan(String id, String... pages) {
        return Document.of(
                        id,
                        Arrays.stream(pages)
                                .map(text -> new Page("1", Optional.empty(), text))
                                .toList())
                .build();
    }

    private static Verdict judge(Document document) {
        return filterOf().judge(document);
    }

    private static BoilerplateFilter filterOf() {
        return new BoilerplateFilter(new BoilerplateOptions(Optional.empty(), false));
    }
}
