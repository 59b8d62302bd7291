// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.folder;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.CorpusSourceContract;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.InputSplit;
import dev.seance.api.corpus.Provenance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.ExtensionPoint;

class FolderSourceTest extends CorpusSourceContract {

    @TempDir
    Path temporary;

    private TestFolder folder;

    @BeforeEach
    void writeBooks() throws IOException {
        folder = new TestFolder(temporary.resolve("books"));
        folder.write("1851_The_Kettle.txt", "A kettle sang.\r\n\r\nIt sang again.\r\n");
        folder.pack("lamps/PG123_1862_Lamps.txt.gz", "\uFEFFThe lamps were lit.\n");
        folder.write("untold.txt", "Nobody knows when.\n");
        folder.write("letters.txt", "My dear aunt,\n");
        folder.write(".hidden.txt", "not a book");
        folder.write(".git/config.txt", "not a book either");
        folder.write("README.md", "not a text");
        folder.write("metadata.jsonl", """
                {"id": "aunt", "file": "letters.txt", "title": "Letters", "author": "Pym, Ada (1820-1890)", "year": "1871", "place": "Bath", "language": "en", "source": "attic", "licence": "CC0", "kind": "letters"}

                {"file": "lamps/PG123_1862_Lamps.txt.gz", "year": null, "title": "Of Lamps"}
                """);
    }

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return FolderSource.class;
    }

    @Override
    protected CorpusSource source() {
        return folder.source();
    }

    @Override
    protected CorpusSource sourceOfChangedData() throws IOException {
        folder.write("untold.txt", "Now somebody knows.\n");
        return folder.source();
    }

    @Test
    void readsTextsInTheOrderOfTheirNames() throws Exception {
        assertThat(source().splits())
                .extracting(InputSplit::id)
                .containsExactly("1851_The_Kettle", "lamps/PG123_1862_Lamps", "aunt", "untold");
    }

    @Test
    void takesWhatTheMetadataSay() throws Exception {
        assertThat(document("aunt"))
                .isEqualTo(Document.of("aunt", "My dear aunt,\n")
                        .title("Letters")
                        .author("Pym, Ada (1820-1890)")
                        .year(1871)
                        .place("Bath")
                        .attribute(Document.KIND, "letters")
                        .language("en")
                        .provenance(new Provenance("attic", "letters.txt", "CC0"))
                        .build());
    }

    @Test
    void fillsInFromTheNameAndTheOptions() throws Exception {
        assertThat(document("1851_The_Kettle"))
                .isEqualTo(Document.of("1851_The_Kettle", "A kettle sang.\n\nIt sang again.\n")
                        .title("The Kettle")
                        .year(1851)
                        .language("en")
                        .provenance(new Provenance("folder", "1851_The_Kettle.txt", ""))
                        .build());
        Document lamps = document("lamps/PG123_1862_Lamps");
        assertThat(lamps.title()).isEqualTo("Of Lamps");
        assertThat(lamps.year()).contains(1862);
        assertThat(lamps.text()).isEqualTo("The lamps were lit.\n");
        assertThat(document("untold").year()).isEmpty();
    }

    @Test
    void leavesNamesAloneWhenToldTo() throws Exception {
        CorpusSource source = TestFolder.source(new FolderOptions(folder.path(), "utf-8", "", false));
        assertThat(years(source)).containsOnly(entry("aunt", 1871));
        assertThat(everything(source))
                .filteredOn(document -> document.id().startsWith("1851"))
                .singleElement()
                .satisfies(document -> {
                    assertThat(document.title()).isEqualTo("1851 The Kettle");
                    assertThat(document.language()).isEmpty();
                });
    }

    @Test
    void readsOtherEncodingsWhenToldTo() throws Exception {
        TestFolder old = new TestFolder(temporary.resolve("old"));
        old.write("cafe.txt", "A caf\u00e9.\n".getBytes(ISO_8859_1));
        CorpusSource source = TestFolder.source(new FolderOptions(old.path(), "iso-8859-1", "en", true));
        assertThat(everything(source)).extracting(Document::text).containsExactly("A caf\u00e9.\n");
    }

    @Test
    void namesAnotherRevisionWhenOnlyTheMetadataChange() throws Exception {
        String before = source().revision();
        folder.write("metadata.jsonl", "{\"file\": \"letters.txt\", \"year\": 1872}\n");
        assertThat(source().revision()).isNotEqualTo(before);
    }

    private Document document(String id) throws IOException {
        return everything(source()).stream()
                .filter(document -> document.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Integer> years(CorpusSource source) throws IOException {
        List<Document> documents = everything(source);
        return documents.stream()
                .filter(document -> document.year().isPresent())
                .collect(Collectors.toMap(
                        Document::id, document -> document.year().get()));
    }
}
