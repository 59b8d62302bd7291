// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.corpus.BadRecord;
import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.run.UserError;
import dev.seance.kit.files.TextMemory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadTeiTest {

    @TempDir
    Path folder;

    private TestBooks books;

    @BeforeEach
    void writeAGoodBook() throws IOException {
        books = new TestBooks(folder);
        books.write("good.xml", TestTei.of("<p>It rained.</p>"));
    }

    private CorpusSource source() {
        return new TeiSource(new TeiOptions(folder, "en"), TestBooks.digests(), new TextMemory());
    }

    /** The one bad record there is, beside the good book. */
    private BadRecord bad() throws IOException {
        List<BadRecord> bad = new ArrayList<>();
        assertThat(TestBooks.read(source(), bad::add))
                .extracting(book -> book.id())
                .contains("good");
        assertThat(bad).hasSize(1);
        assertThatThrownBy(() -> TestBooks.read(source()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("on-bad: skip");
        return bad.get(0);
    }

    @Test
    void neverExpandsABillionLaughs() throws Exception {
        StringBuilder type = new StringBuilder("<!DOCTYPE TEI [<!ENTITY lol0 \"" + "ha".repeat(50) + "\">");
        for (int i = 1; i < 10; i++) {
            type.append("<!ENTITY lol" + i + " \"" + ("&lol" + (i - 1) + ";").repeat(10) + "\">");
        }
        books.write("bad.xml", type + "]>\n" + TestTei.of("<p>\n&lol9;</p>"));
        assertThat(bad().inWords()).isEqualTo("bad.xml, line 5: entity that is not expanded (&lol9;)");
    }

    @Test
    void opensNothingOutsideTheFile() throws Exception {
        books.write("secret.txt", "secret");
        books.write(
                "bad.xml",
                "<!DOCTYPE TEI [<!ENTITY secret SYSTEM \""
                        + folder.resolve("secret.txt").toUri() + "\">]>\n" + TestTei.of("<p>&secret;</p>"));
        assertThat(bad().detail()).isEqualTo("&secret;");
    }

    @Test
    void passesOverADocumentTypeThatIsElsewhere() throws Exception {
        books.write(
                "old.xml",
                "<!DOCTYPE TEI.2 PUBLIC \"-//x//DTD y//EN\" \"http://localhost:1/z.dtd\">"
                        + TestTei.of("<p>Caf&eacute;&mdash;rain.</p>"));
        assertThat(TestBooks.read(source()))
                .extracting(book -> book.text())
                .containsExactly("It rained.", "Caf\u00e9\u2014rain.");
    }

    @Test
    void saysInWhichLineXmlIsBroken() throws Exception {
        books.write("bad.xml", TestTei.of("<p>\n\nIt <hi>rained.</p>"));
        BadRecord bad = bad();
        assertThat(bad.where()).isEqualTo("bad.xml, line 5");
        assertThat(bad.reason()).isEqualTo("invalid XML");
    }

    @Test
    void reportsWhatIsNoTei() throws Exception {
        books.write("bad.xml", "<html><p>It rained.</p></html>");
        assertThat(bad().inWords()).isEqualTo("bad.xml, line 1: no text in TEI (a <body> within <html> is missing)");
    }

    @Test
    void reportsAnEmptyBody() throws Exception {
        books.write("bad.xml", TestTei.of("<pb n=\"1\"/><note>x</note>"));
        assertThat(bad().reason()).isEqualTo("empty body");
    }

    @Test
    void reportsDamagedCompressionAndWrongEncoding() throws Exception {
        books.write("bad.xml.gz", "no gzip");
        assertThat(bad().reason()).isEqualTo("damaged file");
        books.pack("bad.xml.gz", TestTei.of("<p>It rained.</p>"));
        books.write("worse.xml", TestTei.of("<p>Caf\u00e9</p>").getBytes(StandardCharsets.ISO_8859_1));
        BadRecord bad = bad();
        assertThat(bad.where()).startsWith("worse.xml, line ");
        assertThat(bad.reason()).isEqualTo("invalid XML");
    }

    @Test
    void reportsATruncatedFile() throws Exception {
        byte[] whole = TestTei.of("<p>It rained.</p>").getBytes(StandardCharsets.UTF_8);
        for (int length = 1; length < whole.length; length += 7) {
            books.write("bad.xml", Arrays.copyOf(whole, length));
            assertThat(bad().reason()).as("the first " + length + " bytes").isEqualTo("invalid XML");
        }
    }

    @Test
    void reportsElementsNestedWithoutEnd() throws Exception {
        books.write("bad.xml", TestTei.of("<hi>".repeat(100_000) + "x" + "</hi>".repeat(100_000)));
        assertThat(bad().reason()).isEqualTo("invalid XML");
    }

    @Test
    void goesOnAfterABadTextOfACorpus() throws Exception {
        books.write(
                "bad.xml",
                "<teiCorpus>" + TestTei.of("<p>One.</p>") + TestTei.of("") + TestTei.of("<p>Three.</p>")
                        + "</teiCorpus>");
        List<BadRecord> bad = new ArrayList<>();
        assertThat(TestBooks.read(source(), bad::add))
                .extracting(book -> book.id())
                .containsExactly("bad#1", "bad#3", "good");
        assertThat(bad).extracting(BadRecord::reason).containsExactly("empty body");
    }
}
