// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seance.core.run.RunFolder;
import dev.seance.core.store.AtomicFiles;
import dev.seance.core.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunPageTest {

    private static final String HOSTILE = "<script>alert(1)</script> & \"quoted\" \f\u0000 \uD800 ]]>";

    @TempDir
    Path runs;

    private SampleRuns sample;
    private RunFolder run;

    @BeforeEach
    void begin() throws IOException {
        sample = new SampleRuns(runs);
        run = sample.begin("victorian", "recipe: victorian # " + HOSTILE.replace("\uD800", "") + "\n");
    }

    private String page(String title, String words) throws IOException {
        sample.finish(run, title, sample.everyKind(words));
        return Files.readString(run.file(RunFolder.REPORT));
    }

    @Test
    void isWellFormedAndEscapesWhateverBooksAndPluginsSay() throws IOException {
        String page = page(HOSTILE, HOSTILE);
        XmlReader.read(page);
        assertThat(page).doesNotContain("<script").contains("&lt;script&gt;alert(1)");
    }

    @Test
    void needsNothingBesideItself() throws IOException {
        assertThat(page("Mr. Chatterbox", "quite"))
                .doesNotContainPattern("(src|href)=\"(https?:|//)")
                .doesNotContain("@import")
                .doesNotContain("url(");
    }

    @Test
    void hasAllOfItAsJsonInALinkOfItsOwn() throws IOException {
        Matcher link = Pattern.compile("download=\"victorian-1.json\" href=\"data:application/json;base64,([^\"]+)\"")
                .matcher(page("Mr. Chatterbox", HOSTILE));
        assertThat(link.find()).isTrue();
        JsonNode all = Json.mapper().readTree(Base64.getDecoder().decode(link.group(1)));
        JsonNode summary = Json.mapper().readTree(Files.readString(run.file(RunFolder.SUMMARY)));
        summary.fieldNames()
                .forEachRemaining(field -> assertThat(all.get(field)).as(field).isEqualTo(summary.get(field)));
        assertThat(all.get("recipeText").asText()).startsWith("recipe: victorian # <script>");
        assertThat(all.get("curves").size()).isPositive();
        assertThat(all.get("evaluations").size()).isPositive();
    }

    @Test
    void tellsTheWholeStory() throws IOException {
        String text = XmlReader.read(page("Mr. Chatterbox", "quite"))
                .getDocumentElement()
                .getTextContent();
        assertThat(text)
                .contains("Mr. Chatterbox")
                .contains("1837 to 1899, English")
                .contains("Of 131 documents with 9,100,000 words, 120 with 8,700,123 words were kept: 95.6 %")
                .contains("7 documents left out: printed after 1899")
                .contains("pg42: 1911 quite")
                .contains("8.113 → 2.438")
                .contains("2,000 steps, neighbours averaged")
                .contains("found in the books")
                .contains("synthetic: written by a language model of today")
                .contains("[audit] 3.5 hits a million words")
                .contains("Indeed, Sir.")
                .contains("sample-plugin 1.2.3")
                .contains("../../store/model/a0/");
    }

    @Test
    void linksLeadToTheArtifacts() throws IOException {
        page("x", "quite");
        assertThat(run.folder().resolve("../../store/model/a0/").normalize()).isDirectory();
    }

    @Test
    void standsAlsoWhenTheArtifactsAreGone() throws IOException {
        RunSummary summary = sample.finish(run, "x", sample.everyKind("quite"));
        AtomicFiles.deleteTree(runs.resolve("store"));
        String page = RunPage.of(run, summary, sample.store());
        XmlReader.read(page);
        assertThat(page).contains("no longer in the store");
    }
}
