// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.CorpusSourceContract;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.InputSplit;
import dev.seance.api.corpus.Skipped;
import dev.seance.api.corpus.SourceOverview;
import dev.seance.api.run.UserError;
import dev.seance.kit.files.TextMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.ExtensionPoint;

class TeiSourceTest extends CorpusSourceContract {

    @TempDir
    Path temporary;

    private TestBooks folder;

    @BeforeEach
    void writeBooks() throws IOException {
        folder = new TestBooks(temporary.resolve("books"));
        folder.write("kettle.xml", TestTei.of("<p>A kettle sang.</p>\r\n<p>It sang again.</p>"));
        folder.pack("more/lamps.TEI.gz", TestTei.of("<p>The lamps were lit.</p>"));
        folder.write(
                "two.xml",
                "<teiCorpus><teiHeader><fileDesc/></teiHeader>" + TestTei.of("<p>The first.</p>")
                        + TestTei.of("<p>The second.</p>") + "</teiCorpus>");
        folder.write("notes.txt", "not TEI");
        folder.write("empty.xml", "");
    }

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return TeiSource.class;
    }

    @Override
    protected CorpusSource source() {
        return source(new TextMemory());
    }

    private CorpusSource source(TextMemory memory) {
        return new TeiSource(new TeiOptions(folder.path(), "en"), TestBooks.digests(), memory);
    }

    @Override
    protected CorpusSource sourceOfChangedData() throws IOException {
        folder.write("kettle.xml", TestTei.of("<p>A kettle whistled.</p>"));
        return source();
    }

    @Test
    void readsEveryTextOfEveryFile() throws Exception {
        assertThat(source().splits()).extracting(InputSplit::id).containsExactly("kettle", "more/lamps", "two");
        assertThat(TestBooks.read(source()))
                .extracting(Document::id, Document::text)
                .containsExactly(
                        tuple("kettle", "A kettle sang.\n\nIt sang again."),
                        tuple("more/lamps", "The lamps were lit."),
                        tuple("two#1", "The first."),
                        tuple("two#2", "The second."));
    }

    @Test
    void listsWhatItDoesNotRead() throws Exception {
        CorpusSource source = source();
        source.splits();
        assertThat(source.skipped())
                .containsExactly(new Skipped("empty.xml", "empty"), new Skipped("notes.txt", "not .tei or .xml"));
    }

    @Test
    void saysHowMuchThereIs() throws Exception {
        SourceOverview overview = source().overview().orElseThrow();
        assertThat(overview.documents()).hasValue(3);
        assertThat(overview.bytes()).isEqualTo(size("kettle.xml") + size("more/lamps.TEI.gz") + size("two.xml"));
    }

    private long size(String name) throws IOException {
        return Files.size(folder.path().resolve(name));
    }

    @Test
    void refusesFilesThatWouldHaveOneName() throws Exception {
        folder.write("kettle.tei", TestTei.of("<p>Another kettle.</p>"));
        assertThatThrownBy(() -> source().splits())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("'kettle': kettle.tei and kettle.xml; rename one");
    }

    @Test
    void refusesATextThatDoesNotFitIntoMemory() throws Exception {
        folder.write("long.xml", TestTei.of("<p>" + "word ".repeat(1000) + "</p>"));
        assertThatThrownBy(() -> TestBooks.read(source(new TextMemory(10_000))))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("long.xml has")
                .hasMessageContaining("SEANCE_JAVA_OPTS");
    }

    @Test
    void saysWhereItLookedWhenThereIsNothing() {
        Path none = temporary.resolve("none");
        CorpusSource source = new TeiSource(new TeiOptions(none, "en"), TestBooks.digests(), new TextMemory());
        assertThatThrownBy(source::splits)
                .isInstanceOf(UserError.class)
                .hasMessageContaining(none.toString())
                .hasMessageContaining(".tei or .xml");
    }
}
