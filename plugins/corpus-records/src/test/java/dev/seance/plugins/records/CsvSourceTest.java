// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.corpus.BadRecord;
import dev.seance.api.corpus.BadRecords;
import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.CorpusSourceContract;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Provenance;
import dev.seance.api.run.UserError;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.ExtensionPoint;

class CsvSourceTest extends CorpusSourceContract {

    @TempDir
    Path temporary;

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return CsvSource.class;
    }

    @Override
    protected CorpusSource source() throws Exception {
        return TestRecords.csv(folder("books", "The kettle sang."), FieldOptions.DEFAULT, "utf-8");
    }

    @Override
    protected CorpusSource sourceOfChangedData() throws Exception {
        return TestRecords.csv(folder("changed", "The kettle sank."), FieldOptions.DEFAULT, "utf-8");
    }

    private Path folder(String name, String text) throws Exception {
        Path folder = temporary.resolve(name);
        TestRecords.write(
                folder.resolve("a.csv.gz"),
                "\uFEFFID,Text,Title,Year,Shelf mark",
                "a,\"" + text + "\r\n\"\"It did,\"\" she said.\",Kettles,1851.0,B 12",
                "",
                "b,A lamp.,,c1853,\r");
        TestRecords.write(folder.resolve("b.tsv"), "id\ttext", "c\tText, with a comma");
        TestRecords.write(folder.resolve("c.csv"), "id;text;author", "d;Text;Pym, Ada");
        return folder;
    }

    @Test
    void readsQuotesLineEndsAndDelimiters() throws Exception {
        assertThat(everything(source()))
                .containsExactly(
                        Document.of("a", "The kettle sang.\n\"It did,\" she said.")
                                .title("Kettles")
                                .year(1851)
                                .language("en")
                                .attribute(Document.DATE, "1851.0")
                                .attribute("shelf-mark", "B 12")
                                .provenance(new Provenance("csv", "a.csv.gz", ""))
                                .build(),
                        Document.of("b", "A lamp.")
                                .year(1853)
                                .language("en")
                                .attribute(Document.DATE, "c1853")
                                .provenance(new Provenance("csv", "a.csv.gz", ""))
                                .build(),
                        Document.of("c", "Text, with a comma")
                                .language("en")
                                .provenance(new Provenance("csv", "b.tsv", ""))
                                .build(),
                        Document.of("d", "Text")
                                .language("en")
                                .author("Pym, Ada")
                                .provenance(new Provenance("csv", "c.csv", ""))
                                .build());
    }

    @Test
    void readsAnyTextBackThatIsQuoted() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String letters = "ab\u00e9\u2014\uD83D\uDE00\"\",;\t\n x";
        for (int round = 0; round < 50; round++) {
            List<String> texts = new ArrayList<>();
            StringBuilder table = new StringBuilder("id,text\n");
            for (int i = 0; i < 20; i++) {
                StringBuilder text = new StringBuilder("t");
                for (int length = random.nextInt(40); length > 0; length--) {
                    int c = letters.codePointAt(
                            letters.offsetByCodePoints(0, random.nextInt(letters.codePointCount(0, letters.length()))));
                    text.appendCodePoint(c);
                }
                texts.add(text.toString());
                table.append(i)
                        .append(",\"")
                        .append(text.toString().replace("\"", "\"\""))
                        .append("\"\n");
            }
            Path file = temporary.resolve("random.csv");
            Files.writeString(file, table);
            assertThat(TestRecords.read(TestRecords.csv(file, FieldOptions.DEFAULT, "utf-8"), BadRecords.FAIL))
                    .as("seed %d", seed)
                    .extracting(Document::text)
                    .containsExactlyElementsOf(texts);
        }
    }

    @Test
    void readsOtherEncodingsWhenToldTo() throws Exception {
        Path file = temporary.resolve("old.csv");
        Files.write(file, "id,text\na,Caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(TestRecords.read(TestRecords.csv(file, FieldOptions.DEFAULT, "windows-1252"), BadRecords.FAIL))
                .extracting(Document::text)
                .containsExactly("Caf\u00e9");
        List<BadRecord> bad = new ArrayList<>();
        assertThat(TestRecords.read(TestRecords.csv(file, FieldOptions.DEFAULT, "utf-8"), bad::add))
                .isEmpty();
        assertThat(bad).singleElement().satisfies(one -> {
            assertThat(one.where()).isEqualTo("old.csv, line 2");
            assertThat(one.reason()).isEqualTo("not UTF-8");
        });
    }

    @Test
    void reportsRowsOfOtherLengthsAndGoesOn() throws Exception {
        Path file = TestRecords.write(
                temporary.resolve("bad.csv"), "id,text", "a,A", "b", "c,C,C", "d,\"D", "D\"", "e,\"E");
        List<BadRecord> bad = new ArrayList<>();
        assertThat(TestRecords.read(TestRecords.csv(file, FieldOptions.DEFAULT, "utf-8"), bad::add))
                .extracting(Document::text)
                .containsExactly("A", "D\nD");
        assertThat(bad)
                .extracting(BadRecord::inWords)
                .containsExactly(
                        "bad.csv, line 3: wrong number of columns (found 1, the first row has 2)",
                        "bad.csv, line 4: wrong number of columns (found 3, the first row has 2)",
                        "bad.csv, line 7: quote without an end");
    }

    @Test
    void saysWhichColumnsThereAre() throws Exception {
        Path file = TestRecords.write(temporary.resolve("other.csv"), "key,body", "a,A", "b,B");
        assertThatThrownBy(
                        () -> TestRecords.read(TestRecords.csv(file, FieldOptions.DEFAULT, "utf-8"), BadRecords.FAIL))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("other.csv, line 2: missing columns (no text among key, body); name the columns"
                        + " there are under 'fields'");
        FieldOptions fields = TestRecords.fields("body", "key", "published", List.of());
        List<BadRecord> bad = new ArrayList<>();
        assertThat(TestRecords.read(TestRecords.csv(file, fields, "utf-8"), bad::add))
                .isEmpty();
        assertThat(bad).singleElement().satisfies(one -> assertThat(one.detail())
                .isEqualTo("no published among key, body"));
    }

    @Test
    void refusesOptionsThatCannotBe() {
        assertThatThrownBy(() -> new CsvOptions(temporary, FieldOptions.DEFAULT, "en", "::", "utf-8"))
                .hasMessageStartingWith("delimiter '::' is not one ASCII character");
        assertThatThrownBy(() -> new CsvOptions(temporary, FieldOptions.DEFAULT, "en", ",", "utf-7x"))
                .hasMessageStartingWith("encoding 'utf-7x' is unknown");
        assertThatThrownBy(() -> new CsvOptions(temporary, FieldOptions.DEFAULT, "en", ",", "utf-16"))
                .hasMessageStartingWith("encoding 'utf-16' is not one that has ASCII in it");
    }
}
