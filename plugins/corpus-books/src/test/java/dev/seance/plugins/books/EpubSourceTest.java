// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.seance.api.corpus.BadRecord;
import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.CorpusSourceContract;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Skipped;
import dev.seance.kit.files.TextMemory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pf4j.ExtensionPoint;

class EpubSourceTest extends CorpusSourceContract {

    @TempDir
    Path temporary;

    private TestBooks folder;

    @BeforeEach
    void writeBooks() throws IOException {
        folder = new TestBooks(temporary.resolve("books"));
        folder.write("kettle.epub", TestEpub.of("<h1>I</h1><p>A kettle sang.</p>\r\n<p>It sang\nagain.</p>"));
        folder.write("more/lamps.EPUB", TestEpub.of("<p>The lamps were lit.</p>"));
        folder.write("more/snow.epub", TestEpub.of("<p>It snowed.</p>"));
        folder.write("notes.txt", "not a book");
    }

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return EpubSource.class;
    }

    @Override
    protected CorpusSource source() {
        return source(Optional.empty());
    }

    private CorpusSource source(Optional<Path> years) {
        return new EpubSource(new EpubOptions(folder.path(), years, "en"), TestBooks.digests(), new TextMemory());
    }

    @Override
    protected CorpusSource sourceOfChangedData() throws IOException {
        folder.write("kettle.epub", TestEpub.of("<p>A kettle whistled.</p>"));
        return source();
    }

    @Test
    void readsEveryBook() throws Exception {
        assertThat(TestBooks.read(source()))
                .extracting(Document::id, Document::title, Document::author, Document::language, Document::text)
                .containsExactly(
                        tuple("kettle", "A Tale", "A. Nobody", "en", "I\n\nA kettle sang.\n\nIt sang again."),
                        tuple("more/lamps", "A Tale", "A. Nobody", "en", "The lamps were lit."),
                        tuple("more/snow", "A Tale", "A. Nobody", "en", "It snowed."));
        CorpusSource source = source();
        source.splits();
        assertThat(source.skipped()).extracting(Skipped::name).containsExactly("notes.txt");
    }

    @Test
    void readsTextsInReadingOrderWithoutWhatIsBeside() throws Exception {
        TestEpub book = new TestEpub()
                .item("nav.xhtml", "nav", "", "<html><body><p>Contents</p></body></html>")
                .text("b two.xhtml", "<p>Second.</p>")
                .item("ad.xhtml", "", "no", "<html><body><p>Advertisement</p></body></html>")
                .text("a.xhtml", "<p>Third.</p>");
        assertThat(read(book)).isEqualTo("Second.\n\nThird.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<p>He sat<br/>and rose.</p>                                        | He sat/and rose.",
                "<p>He <i>sat</i>, <b>so</b>&mdash;&eacute;t&eacute;.</p>           | He sat, so\u2014\u00E9t\u00E9.",
                "<p>He sat.<a href='#n1'><sup>[1]</sup></a></p>                     | He sat.",
                "<p>He sat.<a href='n.html#x'>12</a> There</p>                      | He sat. There",
                "<p>See <a href='#c2'>Chapter 2</a>.</p>                            | See Chapter 2.",
                "<p>He <span class='pagenum'>[p. 4]</span>sat.</p>                  | He sat.",
                "<p>He <span epub:type='pagebreak'>4</span>sat.</p>                 | He sat.",
                "<section epub:type='toc'><p>1 One</p></section><p>He sat.</p>      | He sat.",
                "<aside epub:type='footnote'><p>1 A note</p></aside><p>He sat.</p>  | He sat.",
                "<section id='pg-header'><p>The Project</p></section><p>He sat.</p> | He sat.",
                "<p>He <script/>sat.<a id='x'/> <p>He rose.</p>                     | He sat.//He rose.",
                "<ul><li>One</li><li>Two</li></ul>                                  | One//Two",
                "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>    | a b/c",
                "<style>p {}</style><svg><text>x</text></svg><p>He sat.</p>         | He sat.",
            })
    void makesParagraphsOfMarkup(String body, String text) throws Exception {
        assertThat(read(new TestEpub().text("c.xhtml", body))).isEqualTo(text.replace('/', '\n'));
    }

    @Test
    void theYearIsThatOfTheOriginalOrTheTable() throws Exception {
        assertThat(book(new TestEpub().text("c.xhtml", "<p>a</p>"))).satisfies(book -> {
            assertThat(book.year()).isEmpty();
            assertThat(book.attributes())
                    .containsEntry("year-source", "unknown")
                    .containsEntry("file-date", "2008-05-01");
        });
        TestEpub dated = new TestEpub()
                .metadata("<dc:title>B</dc:title><dc:identifier>urn:b</dc:identifier>"
                        + "<dc:date opf:event=\"original-publication\">1851</dc:date>")
                .text("c.xhtml", "<p>b</p>");
        assertThat(book(dated).year()).contains(1851);
        Path years = Files.writeString(temporary.resolve("years.csv"), "urn:b,1849\n");
        assertThat(TestBooks.read(source(Optional.of(years))).get(0)).satisfies(book -> {
            assertThat(book.year()).contains(1849);
            assertThat(book.attributes()).containsEntry("year-source", "table");
        });
    }

    @Test
    void readsOtherEncodings() throws Exception {
        TestEpub book = new TestEpub().text("c.xhtml", "<p>x</p>");
        byte[] utf16 = "<?xml version=\"1.0\" encoding=\"utf-16\"?><html><body><p>\u00E9t\u00E9</p></body></html>"
                .getBytes(StandardCharsets.UTF_16);
        assertThat(read(book.entry("OEBPS/c.xhtml", utf16))).isEqualTo("\u00E9t\u00E9");
    }

    @Test
    void saysWhatIsBad() throws Exception {
        TestEpub whole = new TestEpub().text("c.xhtml", "<p>a</p>");
        assertThat(bad(whole.bytes().clone(), true).reason()).isEqualTo("damaged file");
        assertThat(bad("no archive".getBytes(StandardCharsets.UTF_8), false).reason())
                .isEqualTo("damaged file");
        assertThat(bad(new TestEpub().without("META-INF/container.xml").bytes(), false))
                .extracting(BadRecord::reason, BadRecord::remedy)
                .containsExactly("no EPUB", "fetch the file again");
        assertThat(bad(
                                new TestEpub()
                                        .text("c.xhtml", "<p>a</p>")
                                        .without("OEBPS/c.xhtml")
                                        .bytes(),
                                false)
                        .detail())
                .isEqualTo("the book lists 'OEBPS/c.xhtml' and has it not");
        assertThat(bad(new TestEpub().text("c.xhtml", "<svg/>").bytes(), false))
                .extracting(BadRecord::reason, BadRecord::detail, BadRecord::remedy)
                .containsExactly(
                        "no text", "nothing but covers, contents and pictures", "fetch the file again, or take it out");
        TestEpub locked = new TestEpub()
                .text("c.xhtml", "<p>a</p>")
                .entry(
                        "META-INF/encryption.xml",
                        "<encryption><enc:EncryptedData><enc:EncryptionMethod"
                                + " Algorithm=\"http://www.w3.org/2001/04/xmlenc#aes128-cbc\"/></enc:EncryptedData></encryption>");
        assertThat(bad(locked.bytes(), false).reason()).isEqualTo("encrypted book");
    }

    @Test
    void fontsMayBeEncrypted() throws Exception {
        TestEpub fonts = new TestEpub()
                .text("c.xhtml", "<p>a</p>")
                .entry(
                        "META-INF/encryption.xml",
                        "<encryption><enc:EncryptedData><enc:EncryptionMethod"
                                + " Algorithm=\"http://www.idpf.org/2008/embedding\"/></enc:EncryptedData></encryption>");
        assertThat(read(fonts)).isEqualTo("a");
    }

    @Test
    void nothingIsExpandedOrOpened() throws Exception {
        String laughs =
                "<!DOCTYPE html [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\"><!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
                        + "<html><body><p>He laughed.</p><p>&b;&x;</p></body></html>";
        assertThat(read(new TestEpub().text("c.xhtml", "").entry("OEBPS/c.xhtml", laughs)))
                .startsWith("He laughed.")
                .doesNotContain("hahaha", "root:");
    }

    private BadRecord bad(byte[] bytes, boolean cut) throws IOException {
        folder.write("kettle.epub", cut ? Arrays.copyOf(bytes, bytes.length / 2) : bytes);
        return TestBooks.bad(source()).get(0);
    }

    private Document book(TestEpub book) throws IOException {
        folder.write("kettle.epub", book.bytes());
        return TestBooks.read(source()).get(0);
    }

    private String read(TestEpub book) throws IOException {
        return book(book).text();
    }
}
