// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Real texts, where the machine has them; a test that wants them is skipped elsewhere. */
public final class SharedCorpora {

    private static final Path CORPORA =
            Path.of(System.getProperty("seance.shared", "none")).resolve("corpora");
    private static final ObjectMapper JSON = new ObjectMapper();

    private SharedCorpora() {}

    /** The transcriptions of one of the corpora: {@code victorian}, {@code other-eras}, {@code modern}. */
    public static List<Document> transcriptions(String corpus) throws IOException {
        Path folder = folder(corpus);
        List<Document> documents = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("metadata.jsonl"))) {
            JsonNode work = JSON.readTree(line);
            try (BufferedReader in = open(folder.resolve(work.get("file").asText()))) {
                StringBuilder text = new StringBuilder();
                for (int c = in.read(); c >= 0; c = in.read()) {
                    text.append((char) c);
                }
                documents.add(Document.of(work.get("id").asText(), text.toString())
                        .title(work.get("title").asText())
                        .year(work.get("year").asInt())
                        .language("en")
                        .build());
            }
        }
        return documents;
    }

    /** The books of the library's sample, page by page, by their ids. */
    public static Map<String, Document> scans() throws IOException {
        Map<String, Document> books = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(folder("blbooks-sample").resolve("jsonl"))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                List<Page> pages = new ArrayList<>();
                JsonNode last = null;
                try (BufferedReader in = open(file)) {
                    for (String line = in.readLine(); line != null; line = in.readLine()) {
                        last = JSON.readTree(line);
                        String text = last.get("text").isNull()
                                ? ""
                                : last.get("text").asText();
                        pages.add(new Page(last.get("pg").asText(), Optional.empty(), text));
                    }
                }
                String id = last.get("record_id").asText();
                books.put(
                        id,
                        Document.of(id, pages).title(last.get("title").asText()).build());
            }
        }
        return books;
    }

    private static Path folder(String corpus) {
        Path folder = CORPORA.resolve(corpus);
        assumeTrue(Files.isDirectory(folder), "no corpus at " + folder);
        return folder;
    }

    private static BufferedReader open(Path file) throws IOException {
        return new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8));
    }
}
