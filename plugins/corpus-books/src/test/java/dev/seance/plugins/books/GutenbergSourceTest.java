// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.CorpusSourceContract;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Provenance;
import dev.seance.api.corpus.Skipped;
import dev.seance.api.run.UserError;
import dev.seance.kit.files.TextMemory;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.ExtensionPoint;

class GutenbergSourceTest extends CorpusSourceContract {

    @TempDir
    Path temporary;

    private TestBooks folder;

    @BeforeEach
    void writeBooks() throws IOException {
        folder = new TestBooks(temporary.resolve("books"));
        folder.write(
                "pg4711.txt", TestGutenberg.of("It rained.\r\n\r\nIt poured.").replace("\n", "\r\n"));
        folder.write("plain.txt", "Nobody marked this.\n");
        folder.pack("more/12-0.txt.gz", "\uFEFF" + TestGutenberg.of("The lamps were lit."));
        folder.write("12.html", "<p>The lamps were lit.</p>");
    }

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return GutenbergSource.class;
    }

    @Override
    protected CorpusSource source() {
        return source(Optional.empty());
    }

    private CorpusSource source(Optional<Path> years) {
        return new GutenbergSource(
                new GutenbergOptions(folder.path(), years, "fr"), TestBooks.digests(), new TextMemory());
    }

    @Override
    protected CorpusSource sourceOfChangedData() throws IOException {
        folder.write("plain.txt", "Somebody changed this.\n");
        return source();
    }

    private Document document(CorpusSource source, String id) throws IOException {
        return TestBooks.read(source).stream()
                .filter(book -> book.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private Document document(String id) throws IOException {
        return document(source(), id);
    }

    @Test
    void takesWhatTheHeaderSays() throws Exception {
        assertThat(document("pg4711"))
                .isEqualTo(Document.of("pg4711", "It rained.\n\nIt poured.")
                        .title("A Tale of Rain")
                        .author("Ada Pym")
                        .language("en")
                        .attribute("gutenberg-number", "4711")
                        .attribute("year-source", "unknown")
                        .provenance(new Provenance(
                                "Project Gutenberg", "pg4711.txt", "Project Gutenberg header and licence removed"))
                        .build());
    }

    @Test
    void readsAFileWithoutAnyHeaderAsItIs() throws Exception {
        assertThat(document("plain").text()).isEqualTo("Nobody marked this.");
        assertThat(document("plain").language()).isEqualTo("fr");
    }

    @Test
    void listsWhatItDoesNotRead() throws Exception {
        CorpusSource source = source();
        source.splits();
        assertThat(source.skipped()).containsExactly(new Skipped("12.html", "not .txt"));
    }

    @Test
    void takesTitleAndAuthorFromTheFirstLineOfAnOldHeader() throws Exception {
        folder.write(
                "old.txt",
                "*The Project Gutenberg Etext of A Tale of Rain, by Ada Pym*\n#8 in our series by Ada Pym\n\nCopyright laws"
                        + " are changing.\n[Etext #77]\n*END*THE SMALL PRINT! FOR PUBLIC DOMAIN ETEXTS*Ver.04.29.93*END*\n\nIt"
                        + " rained.\n");
        Document document = document("old");
        assertThat(document.title()).isEqualTo("A Tale of Rain");
        assertThat(document.author()).isEqualTo("Ada Pym");
        assertThat(document.attributes()).containsEntry("gutenberg-number", "77");
        assertThat(document.text()).isEqualTo("It rained.");
    }

    @Nested
    class Encodings {

        @Test
        void areToldFileByFile() throws Exception {
            String text = TestGutenberg.of("A caf\u00e9 \u2014 in the rain.");
            folder.write("windows.txt", text.getBytes(Charset.forName("windows-1252")));
            folder.write("utf16.txt", ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE));
            folder.write("utf8.txt", text);
            for (String id : new String[] {"windows", "utf16", "utf8"}) {
                assertThat(document(id).text()).as(id).isEqualTo("A caf\u00e9 \u2014 in the rain.");
            }
            assertThat(document("windows").attributes()).containsEntry("encoding", "windows-1252");
            assertThat(document("utf16").attributes()).containsEntry("encoding", "utf-16le");
            assertThat(document("utf8").attributes()).doesNotContainKey("encoding");
        }

        @Test
        void thatNobodyCanTellAreReported() throws Exception {
            folder.write("bad.txt", "It\0rained.");
            assertThat(TestBooks.bad(source())).singleElement().satisfies(bad -> {
                assertThat(bad.where()).isEqualTo("bad.txt");
                assertThat(bad.reason()).isEqualTo("unknown encoding");
            });
        }
    }

    @Nested
    class Years {

        private Path table(String rows) throws IOException {
            folder.write("years.csv", rows);
            return folder.path().resolve("years.csv");
        }

        @Test
        void comeFromATableByNumberOrName() throws Exception {
            CorpusSource source = source(Optional.of(table("id,year\n4711,1851\nplain.txt,c1799\n12,1862\n")));
            assertThat(document(source, "pg4711").year()).contains(1851);
            assertThat(document(source, "pg4711").attributes()).containsEntry("year-source", "table");
            assertThat(document(source, "plain").year()).contains(1799);
            source.splits();
            assertThat(source.skipped()).extracting(Skipped::name).containsExactly("12.html");
        }

        @Test
        void changeTheRevisionWithTheirTable() throws Exception {
            Path table = table("4711\t1851\n");
            String before = source(Optional.of(table)).revision();
            assertThat(before).isNotEqualTo(source().revision());
            assertThat(source(Optional.of(table)).revision()).isEqualTo(before);
            table("4711\t1852\n");
            assertThat(source(Optional.of(table)).revision()).isNotEqualTo(before);
        }

        @Test
        void ofATableMustBeYears() throws Exception {
            CorpusSource source = source(Optional.of(table("id,year\n4711,soon\n")));
            assertThatThrownBy(source::revision)
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("years.csv:2: 'soon' is not a year such as 1851");
            assertThatThrownBy(
                            () -> source(Optional.of(table("1,1851\n1,1852\n"))).revision())
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("years.csv:2: '1' has the year 1852 here and 1851 before");
            assertThatThrownBy(() ->
                            source(Optional.of(temporary.resolve("none.csv"))).revision())
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("does not exist");
        }
    }
}
