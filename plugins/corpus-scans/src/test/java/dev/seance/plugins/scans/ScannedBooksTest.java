// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Page;
import dev.seance.api.corpus.Skipped;
import dev.seance.api.corpus.SourceOverview;
import dev.seance.api.run.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files make a book, and what METS and MODS say of it. */
class ScannedBooksTest {

    private static final String MODS = "<m:mods xmlns:m=\"http://www.loc.gov/mods/v3\">"
            + "<m:titleInfo type=\"alternative\"><m:title>Not this</m:title></m:titleInfo>"
            + "<m:titleInfo><m:nonSort>The </m:nonSort><m:title>Made-up\n Book</m:title><m:subTitle>a test</m:subTitle>"
            + "</m:titleInfo>"
            + "<m:relatedItem><m:titleInfo><m:title>Nor this</m:title></m:titleInfo><m:originInfo><m:dateIssued>1999"
            + "</m:dateIssued></m:originInfo></m:relatedItem>"
            + "<m:name><m:namePart>A. Printer</m:namePart><m:role><m:roleTerm>prt</m:roleTerm></m:role></m:name>"
            + "<m:name><m:namePart type=\"given\">Ann</m:namePart><m:namePart type=\"family\">Author</m:namePart>"
            + "<m:namePart type=\"date\">1810-1870</m:namePart><m:role><m:roleTerm type=\"code\">aut</m:roleTerm>"
            + "<m:roleTerm type=\"text\">author</m:roleTerm></m:role></m:name>"
            + "<m:originInfo><m:place><m:placeTerm type=\"code\">enk</m:placeTerm></m:place><m:place><m:placeTerm"
            + " type=\"text\">London</m:placeTerm></m:place><m:publisher>Smith &amp; Co.</m:publisher>"
            + "<m:dateIssued>1851-1852</m:dateIssued><m:dateIssued keyDate=\"yes\">[1852?]</m:dateIssued></m:originInfo>"
            + "<m:recordInfo><m:recordIdentifier>0042</m:recordIdentifier><m:languageOfCataloging><m:languageTerm>eng"
            + "</m:languageTerm></m:languageOfCataloging></m:recordInfo>"
            + "<m:language><m:languageTerm type=\"code\" authority=\"iso639-2b\">ger</m:languageTerm></m:language>"
            + "<m:accessCondition>Public domain</m:accessCondition></m:mods>";

    @TempDir
    Path temporary;

    private Path folder;

    @BeforeEach
    void makeFolder() {
        folder = temporary.resolve("scans");
    }

    private void page(String name, String text) throws Exception {
        TestScans.write(folder.resolve(name), TestScans.page(text));
    }

    private static String mets(String... pages) {
        StringBuilder files = new StringBuilder();
        StringBuilder divisions = new StringBuilder();
        for (int i = 0; i < pages.length; i++) {
            String[] fields = pages[i].split("\\|");
            files.append("<file ID=\"F" + i + "\"><FLocat LOCTYPE=\"URL\" x:href=\"" + fields[0] + "\"/></file>");
            divisions.append("<div TYPE=\"page\" ORDER=\"" + fields[1] + "\" ORDERLABEL=\"" + fields[2]
                    + "\"><fptr FILEID=\"I" + i + "\"/><fptr><area FILEID=\"F" + i + "\"/></fptr></div>");
        }
        return "<mets xmlns=\"http://www.loc.gov/METS/\" xmlns:x=\"http://www.w3.org/1999/xlink\"><dmdSec>" + MODS
                + "</dmdSec><fileSec><fileGrp USE=\"image\"><file ID=\"I0\"><FLocat x:href=\"file://./a.jp2\"/></file>"
                + "</fileGrp><fileGrp USE=\"text\">" + files + "</fileGrp></fileSec><structMap TYPE=\"LOGICAL\"><div>"
                + "<fptr FILEID=\"F0\"/></div></structMap><structMap TYPE=\"PHYSICAL\"><div TYPE=\"book\">" + divisions
                + "</div></structMap></mets>";
    }

    private List<Document> read() throws Exception {
        return TestScans.read(TestScans.alto(folder));
    }

    private List<Skipped> skipped() throws Exception {
        AltoSource source = TestScans.alto(folder);
        source.splits();
        return source.skipped();
    }

    @Test
    void aFolderIsABookInTheOrderOfItsNumbers() throws Exception {
        for (int i = 12; i > 0; i--) {
            page("book/p" + i + ".xml", "Page " + i);
        }
        page("other/p1.xml", "Other");
        List<Document> books = read();
        assertThat(books).extracting(Document::id).containsExactly("book", "other");
        assertThat(books.get(0).pages())
                .extracting(Page::text)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 12).mapToObj(i -> "Page " + i).toList());
        assertThat(books.get(0).pages()).extracting(Page::number).startsWith("1", "2", "3");
        assertThat(books.get(0).provenance().location()).isEqualTo("book");
    }

    @Test
    void joinsAWordOverTwoPagesUnlessOneIsMissingBetweenThem() throws Exception {
        String first = "<TextLine><String CONTENT=\"travel\" SUBS_TYPE=\"HypPart1\" SUBS_CONTENT=\"travellers\"/>"
                + "<HYP CONTENT=\"-\"/></TextLine>";
        String second =
                first.replace("travel\"", "lers\"").replace("Part1", "Part2").replace("<HYP CONTENT=\"-\"/>", "");
        TestScans.write(folder.resolve("a/1.xml"), TestScans.alto(first));
        TestScans.write(
                folder.resolve("a/2.xml"), TestScans.alto(second + "<TextLine><String CONTENT=\"came\"/></TextLine>"));
        TestScans.write(folder.resolve("b/1.xml"), TestScans.alto(first));
        TestScans.write(folder.resolve("b/2.xml"), "<alto>");
        TestScans.write(folder.resolve("b/3.xml"), TestScans.alto(second));
        List<Document> books = TestScans.readWhatCanBe(TestScans.alto(folder), new ArrayList<>());
        assertThat(books.get(0).pages()).extracting(Page::text).containsExactly("travellers", "came");
        assertThat(books.get(1).pages()).extracting(Page::text).containsExactly("travel-", "lers");
    }

    @Test
    void knowsWhatModsSays() throws Exception {
        page("book/ALTO/p1.xml", "Text");
        TestScans.write(folder.resolve("book/record.xml"), MODS);
        Document book = read().get(0);
        assertThat(book.id()).isEqualTo("book");
        assertThat(book.title()).isEqualTo("The Made-up Book: a test");
        assertThat(book.author()).isEqualTo("Author, Ann");
        assertThat(book.year()).contains(1852);
        assertThat(book.place()).isEqualTo("London");
        assertThat(book.language()).isEqualTo("de");
        assertThat(book.attributes())
                .containsEntry(Document.DATE, "[1852?]")
                .containsEntry(Document.PUBLISHER, "Smith & Co.")
                .containsEntry("record", "0042");
        assertThat(book.provenance().licence()).isEqualTo("Public domain");
        assertThat(skipped()).isEmpty();
    }

    @Test
    void aMetsFileSaysWhichPagesAreABookAndInWhichOrder() throws Exception {
        page("book/alto/a.xml", "Second");
        page("book/alto/b.xml", "First");
        page("book/alto/c.xml", "Stray");
        TestScans.write(folder.resolve("book/mets.xml"), mets("file://./alto/a.xml|2|iv", "file://./alto/b.xml|1|iii"));
        Document book = read().get(0);
        assertThat(book.id()).isEqualTo("book");
        assertThat(book.pages()).extracting(Page::text).containsExactly("First", "Second");
        assertThat(book.pages()).extracting(Page::number).containsExactly("iii", "iv");
        assertThat(book.title()).isEqualTo("The Made-up Book: a test");
        assertThat(skipped()).containsExactly(new Skipped("book/alto/c.xml", "page that the METS file does not list"));
    }

    @Test
    void twoMetsFilesAreTwoBooks() throws Exception {
        page("a.xml", "A");
        page("b.xml", "B");
        TestScans.write(folder.resolve("one-mets.xml"), mets("a.xml|1|1"));
        TestScans.write(folder.resolve("two-mets.xml"), mets("b.xml|1|1"));
        assertThat(read()).extracting(Document::id).containsExactly("one-mets", "two-mets");
        TestScans.write(folder.resolve("two-mets.xml"), mets("b.xml|1|1", "a.xml|2|2"));
        assertThatThrownBy(this::read)
                .isInstanceOf(UserError.class)
                .hasMessage("page a.xml is listed by two METS files, one-mets.xml and two-mets.xml, and would be read"
                        + " twice; move one of them out of the folder");
    }

    @Test
    void saysWhichListedPageIsNotThere() throws Exception {
        page("a.xml", "A");
        TestScans.write(folder.resolve("mets.xml"), mets("a.xml|1|1", "b.xml|2|2"));
        List<String> bad = new ArrayList<>();
        assertThat(TestScans.readWhatCanBe(TestScans.alto(folder), bad)).hasSize(1);
        assertThat(bad).containsExactly("mets.xml: page that is not there (the METS file lists b.xml)");
    }

    @Test
    void anArchiveIsABookWithWhateverIsInIt() throws Exception {
        TestScans.zip(
                folder.resolve("set/book.zip"),
                "meta/record.xml",
                MODS,
                "b/p1.xml",
                TestScans.page("Second"),
                "a/p1.xml",
                TestScans.page("First"),
                "a/p1.jp2",
                "x",
                "../p2.xml",
                TestScans.page("Out"),
                "toc.xml",
                "<toc/>");
        Document book = read().get(0);
        assertThat(book.id()).isEqualTo("set/book");
        assertThat(book.pages()).extracting(Page::text).containsExactly("First", "Second");
        assertThat(book.title()).startsWith("The Made-up Book");
        assertThat(book.provenance().location()).isEqualTo("set/book.zip");
        assertThat(skipped())
                .containsExactly(
                        new Skipped("set/book.zip/../p2.xml", "name that leads out of its archive"),
                        new Skipped("set/book.zip/a/p1.jp2", "not ALTO by its name"),
                        new Skipped("set/book.zip/toc.xml", "not ALTO"));
    }

    @Test
    void oneFileMayBeOneDocument() throws Exception {
        page("set/a.xml", "A");
        page("set/b.xml", "B");
        TestScans.write(folder.resolve("set/record.xml"), MODS);
        TestScans.zip(folder.resolve("z.zip"), "c.xml", TestScans.page("C"), "d.xml", TestScans.page("D"));
        AltoSource source = TestScans.alto(folder, Documents.FILES);
        assertThat(TestScans.read(source)).extracting(Document::id).containsExactly("set/a", "set/b", "z/c", "z/d");
        assertThat(source.skipped())
                .containsExactly(new Skipped("set/record.xml", "METS or MODS, which 'documents: files' does not read"));
        assertThat(TestScans.read(TestScans.alto(folder.resolve("set/a.xml"))))
                .extracting(Document::text)
                .containsExactly("A");
        assertThat(TestScans.read(TestScans.alto(folder.resolve("z.zip")))
                        .get(0)
                        .text())
                .isEqualTo("C\nD");
    }

    @Test
    void listsAllThatItDoesNotRead() throws Exception {
        page("book/p1.xml", "A");
        TestScans.write(folder.resolve("book/cover.jpg"), "x");
        TestScans.write(folder.resolve("book/empty.xml"), "");
        TestScans.write(folder.resolve("book/other.xml"), "<PcGts/>");
        TestScans.write(folder.resolve("alone/record.xml"), MODS);
        assertThat(skipped())
                .containsExactly(
                        new Skipped("alone/record.xml", "METS or MODS beside no pages"),
                        new Skipped("book/cover.jpg", "not ALTO by its name"),
                        new Skipped("book/empty.xml", "empty"),
                        new Skipped("book/other.xml", "not ALTO"));
        assertThat(TestScans.alto(folder).skipped()).isEqualTo(skipped());
    }

    @Test
    void refusesTwoBooksOfOneName() throws Exception {
        page("book/p1.xml", "A");
        TestScans.zip(folder.resolve("book.zip"), "p1.xml", TestScans.page("A"));
        assertThatThrownBy(this::read)
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("two books have the name 'book'");
    }

    @Test
    void saysWhenThereIsNothing() throws Exception {
        assertThatThrownBy(this::read).isInstanceOf(UserError.class).hasMessageContaining("does not exist");
        TestScans.write(folder.resolve("a.xml"), "<PcGts/>");
        assertThatThrownBy(this::read)
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("no ALTO in '" + folder + "' (found: 1 not ALTO (a.xml))");
    }

    @Test
    void givesAnOverview() throws Exception {
        page("book/p1.xml", "A");
        page("book/p2.xml", "A");
        TestScans.zip(folder.resolve("z.zip"), "c.xml", TestScans.page("C"));
        SourceOverview overview = TestScans.alto(folder).overview().orElseThrow();
        assertThat(overview.documents()).hasValue(2);
        assertThat(overview.pages()).hasValue(3);
        assertThat(overview.bytes()).isPositive();
    }

    @Test
    void readsNamesThatNeedCare() throws Exception {
        page("B\u00FCcher & Co/\u00C9t\u00E9 1+1%/p 1.xml", "A");
        TestScans.write(folder.resolve("B\u00FCcher & Co/\u00C9t\u00E9 1+1%/m e.xml"), mets("p%201.xml|1|xii"));
        Document book = read().get(0);
        assertThat(book.id()).isEqualTo("B\u00FCcher & Co/\u00C9t\u00E9 1+1%");
        assertThat(book.text()).isEqualTo("A");
        assertThat(book.pages().get(0).number()).isEqualTo("xii");
    }
}
