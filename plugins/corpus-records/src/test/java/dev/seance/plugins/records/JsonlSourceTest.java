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
import dev.seance.api.corpus.InputSplit;
import dev.seance.api.corpus.Provenance;
import dev.seance.api.run.UserError;
import dev.seance.kit.files.TextMemory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.ExtensionPoint;

class JsonlSourceTest extends CorpusSourceContract {

    @TempDir
    Path temporary;

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return JsonlSource.class;
    }

    @Override
    protected CorpusSource source() throws Exception {
        return TestRecords.jsonl(folder("books", "The kettle sang."), FieldOptions.DEFAULT, 100);
    }

    @Override
    protected CorpusSource sourceOfChangedData() throws Exception {
        return TestRecords.jsonl(folder("changed", "The kettle sank."), FieldOptions.DEFAULT, 100);
    }

    private Path folder(String name, String text) throws Exception {
        Path folder = temporary.resolve(name);
        TestRecords.write(
                folder.resolve("one.jsonl"),
                "\uFEFF{\"id\": \"a\", \"text\": \"" + text
                        + "\\r\\nIt did.\", \"Title\": \"Kettles\", \"year\": \"[1852?]\","
                        + " \"shelf mark\": \"B 12\", \"tags\": [\"x\", 1]}",
                "",
                "{\"id\": \"b\", \"text\": \"A lamp.\", \"author\": \"Pym, Ada\", \"date\": 1871, \"place\": null}",
                "{\"id\": 17, \"text\": \"Ein Licht.\", \"language\": \"German\", \"licence\": \"CC0\", \"source\": \"attic\"}");
        TestRecords.write(
                folder.resolve("two.jsonl.gz"),
                "{\"id\": \"d\", \"text\": \"D.\"}",
                "{\"id\": \"e\", \"text\": \"E.\"}");
        return folder;
    }

    @Test
    void mapsKeysByTheirUsualNames() throws Exception {
        assertThat(everything(source()).subList(0, 3))
                .containsExactly(
                        Document.of("a", "The kettle sang.\nIt did.")
                                .title("Kettles")
                                .year(1852)
                                .language("en")
                                .attribute(Document.DATE, "[1852?]")
                                .attribute("shelf-mark", "B 12")
                                .attribute("tags", "[\"x\",1]")
                                .provenance(new Provenance("jsonl", "one.jsonl", ""))
                                .build(),
                        Document.of("b", "A lamp.")
                                .author("Pym, Ada")
                                .year(1871)
                                .language("en")
                                .provenance(new Provenance("jsonl", "one.jsonl", ""))
                                .build(),
                        Document.of("17", "Ein Licht.")
                                .language("de")
                                .provenance(new Provenance("attic", "one.jsonl", "CC0"))
                                .build());
    }

    @Test
    void mapsKeysAsTheRecipeSays() throws Exception {
        Path file = TestRecords.write(
                temporary.resolve("own.jsonl"),
                "{\"key\": \"a\", \"body\": \"Text.\", \"published\": \"MDCCCLI\", \"x\": 1, \"y\": 2, \"year\": 3}");
        Document document = TestRecords.read(
                        TestRecords.jsonl(file, TestRecords.fields("body", "key", "published", List.of("Y")), 1 << 20),
                        BadRecords.FAIL)
                .get(0);
        assertThat(document.id()).isEqualTo("a");
        assertThat(document.text()).isEqualTo("Text.");
        assertThat(document.year()).contains(1851);
        assertThat(document.attributes()).containsOnlyKeys(Document.DATE, "y");
    }

    @Test
    void readsEachLineInOneStretchWhereverTheBordersFall() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Path file = temporary.resolve("many.jsonl");
        for (int round = 0; round < 20; round++) {
            StringBuilder lines = new StringBuilder();
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                ids.add("d" + i);
                lines.append("{\"id\": \"d")
                        .append(i)
                        .append("\", \"text\": \"")
                        .append("x".repeat(1 + random.nextInt(60)))
                        .append("\"}")
                        .append("\n".repeat(1 + random.nextInt(2)));
            }
            Files.writeString(file, lines);
            long split = 1 + random.nextInt(200);
            CorpusSource source = TestRecords.jsonl(file, FieldOptions.DEFAULT, split);
            assertThat(everything(source))
                    .as("seed %d, stretches of %d", seed, split)
                    .extracting(Document::id)
                    .containsExactlyElementsOf(ids);
        }
    }

    @Test
    void namesRecordsWithoutIdsByTheirPlace() throws Exception {
        Path file = TestRecords.write(temporary.resolve("plain.jsonl"), "{\"text\": \"A.\"}", "{\"text\": \"B.\"}");
        for (long split : new long[] {5, 1000}) {
            assertThat(everything(TestRecords.jsonl(file, FieldOptions.DEFAULT, split)))
                    .extracting(Document::id)
                    .containsExactly("plain.jsonl:0", "plain.jsonl:15");
        }
    }

    @Test
    void reportsWhatIsNoRecordAndGoesOn() throws Exception {
        Path file = TestRecords.write(
                temporary.resolve("bad.jsonl"),
                "{\"id\": \"a\", \"text\": \"A.\"}",
                "{\"id\": \"b\", \"text\": ",
                "{\"id\": \"c\", \"body\": \"C.\"}",
                "{\"id\": \"d\", \"text\": null}",
                "{\"id\": \"e\", \"text\": \" \"}",
                "{\"id\": \"f\", \"text\": \"F\\u0000.\"}",
                "{\"id\": \"g\", \"text\": \"G.\", \"year\": 99999}",
                "{\"id\": null, \"text\": \"H.\"}",
                "17",
                "{\"id\": \"z\", \"text\": \"Z.\"}");
        List<BadRecord> bad = new ArrayList<>();
        assertThat(TestRecords.read(TestRecords.jsonl(file, FieldOptions.DEFAULT, 1 << 20), bad::add))
                .extracting(Document::id)
                .containsExactly("a", "g", "z");
        assertThat(bad)
                .extracting(BadRecord::reason)
                .containsExactly(
                        "invalid JSON",
                        "missing columns",
                        "no text",
                        "no text",
                        "NUL characters in the text",
                        "absurd date",
                        "no id",
                        "invalid JSON");
        assertThat(bad.get(1).inWords()).isEqualTo("bad.jsonl, line 3: missing columns (no text among id, body)");
        assertThatThrownBy(
                        () -> TestRecords.read(TestRecords.jsonl(file, FieldOptions.DEFAULT, 1 << 20), BadRecords.FAIL))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("bad.jsonl, line 2: invalid JSON (");
    }

    @Test
    void reportsADamagedFile() throws Exception {
        Path file = temporary.resolve("cut.jsonl.gz");
        TestRecords.write(file, "{\"id\": \"a\", \"text\": \"" + "long ".repeat(5000) + "\"}");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        List<BadRecord> bad = new ArrayList<>();
        assertThat(TestRecords.read(TestRecords.jsonl(file, FieldOptions.DEFAULT, 1 << 20), bad::add))
                .isEmpty();
        Files.write(file, "no gzip".getBytes(StandardCharsets.UTF_8));
        assertThat(TestRecords.read(TestRecords.jsonl(file, FieldOptions.DEFAULT, 1 << 20), bad::add))
                .isEmpty();
        assertThat(bad).hasSize(2).extracting(BadRecord::reason).containsOnly("damaged file");
    }

    @Test
    void refusesATextThatDoesNotFitIntoMemory() throws Exception {
        Path file = TestRecords.write(
                temporary.resolve("long.jsonl"), "{\"id\": \"a\", \"text\": \"" + "x".repeat(200_000) + "\"}");
        CorpusSource source = new JsonlSource(
                new JsonlOptions(file, FieldOptions.DEFAULT, "en"),
                TestRecords.digests(),
                new TextMemory(1 << 20),
                1 << 20);
        InputSplit split = source.splits().get(0);
        assertThatThrownBy(() -> source.read(split, BadRecords.FAIL).toList())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("long.jsonl, line 1 has")
                .hasMessageContaining("SEANCE_JAVA_OPTS=-Xmx");
    }
}
