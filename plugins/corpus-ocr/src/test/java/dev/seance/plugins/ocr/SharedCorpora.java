// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.ocr;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Page;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The corpora beside the checkout, in the folder that the property {@code seance.shared} names, where there are any. */
final class SharedCorpora {

    private static final Path ROOT =
            Path.of(System.getProperty("seance.shared", "none")).resolve("corpora");

    private SharedCorpora() {}

    /** Skips the test where the machine has no corpora. */
    static void assume() {
        assumeTrue(Files.isDirectory(ROOT), "no corpora at " + ROOT);
    }

    /** The transcribed Victorian works, by name; of two halves, even and odd, or all for -1. */
    static List<Document> victorian(int half) throws IOException {
        List<Document> works = new ArrayList<>();
        int index = 0;
        for (Path file : files(ROOT.resolve("victorian"), ".txt.gz")) {
            if (half < 0 || index++ % 2 == half) {
                try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
                    String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                    works.add(Document.of(file.getFileName().toString(), text)
                            .language("en")
                            .build());
                }
            }
        }
        return works;
    }

    /** The British Library's books, with their pages. */
    static List<Document> scans() throws IOException {
        List<Document> books = new ArrayList<>();
        for (Path file : files(ROOT.resolve("blbooks-sample/jsonl"), ".jsonl.gz")) {
            List<Page> pages = new ArrayList<>();
            JsonNode last = null;
            for (JsonNode row : rows(file)) {
                last = row;
                if (!row.path("empty_pg").asBoolean() && !row.path("text").isNull()) {
                    pages.add(page(row, row.path("text").asText()));
                }
            }
            String language = last.path("Language_1").asText("");
            books.add(Document.of(last.path("record_id").asText(), pages)
                    .title(last.path("title").asText(""))
                    .language(language.startsWith("German") ? "de" : language.startsWith("Dutch") ? "nl" : "en")
                    .build());
        }
        return books;
    }

    /** The rows of a file of scans with ground truth. */
    static List<JsonNode> groundTruth(String name) throws IOException {
        return rows(ROOT.resolve("ocr-noisy").resolve(name));
    }

    static Page page(JsonNode row, String text) {
        JsonNode confidence = row.path("mean_wc_ocr");
        return new Page(
                row.path("pg").asText(""),
                confidence.isNumber() ? Optional.of(confidence.asDouble()) : Optional.empty(),
                text);
    }

    private static List<JsonNode> rows(Path file) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> rows = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                rows.add(json.readTree(line));
            }
        }
        return rows;
    }

    private static List<Path> files(Path folder, String suffix) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    static FormCounts survey(List<Document> documents) {
        FormSurvey survey = new FormSurvey();
        FormCounts counts = survey.empty();
        for (Document document : documents) {
            counts = survey.fold(counts, document);
        }
        return counts;
    }
}
