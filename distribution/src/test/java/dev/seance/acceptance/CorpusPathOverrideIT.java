// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The shipped small recipe, on the reader's own books. */
class CorpusPathOverrideIT {

    private static Seance seance;

    @BeforeAll
    static void arrive() throws IOException {
        seance = Seance.in(Places.fresh("own books"));
    }

    /** A few steps of a small model, to the end. */
    private static JsonNode run(String books, String... more) {
        List<String> arguments = new ArrayList<>(List.of("run", "victorian-tiny", "--offline", "-q"));
        for (String override : List.of(
                "books.path=" + books,
                "vocabulary.size=500",
                "base.model.depth=1",
                "base.model.context=64",
                "base.batch-tokens=1024",
                "base.steps=4",
                "base.warmup-steps=1",
                "scenes.conversations=40",
                "chat.epochs=1")) {
            arguments.addAll(List.of("--set", override));
        }
        arguments.addAll(List.of(more));
        Outcome outcome = seance.run(arguments.toArray(String[]::new)).exits(0);
        assertThat(outcome.err()).as("what -q lets through").isEmpty();
        return seance.run("report", "victorian-tiny", "--json").exits(0).json();
    }

    @Test
    @Tag("full")
    void withoutAnyMetadata() throws IOException {
        Path folder = Files.createDirectories(seance.folder().resolve("plain"));
        for (int i = 0; i < 6; i++) {
            Files.writeString(folder.resolve("story " + i + ".txt"), InventedBooks.book(900, i));
        }
        JsonNode books = run("plain", "--set", "backend.pytorch.precision=fp32").at("/steps/0");
        assertThat(books.get("plugin").asText()).isEqualTo("folder");
        assertThat(books.at("/metrics/documentsOut").asInt()).isEqualTo(6);
    }

    @Test
    void withTitlesAndYearsInMetadata() throws IOException {
        Path folder = Files.createDirectories(seance.folder().resolve("catalogued"));
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            Files.writeString(folder.resolve("t" + i + ".txt"), InventedBooks.book(900, 100 + i));
            rows.append("{\"file\": \"t").append(i).append(".txt\", \"title\": \"The Lamplighter's Guest, volume ");
            rows.append(i).append("\", \"author\": \"A. Nobody\", \"year\": ").append(i == 5 ? 1923 : 1850 + i);
            rows.append("}\n");
        }
        Files.writeString(folder.resolve("metadata.jsonl"), rows);
        // Whatever this machine is fastest in.
        JsonNode books = run("catalogued").at("/steps/0");
        assertThat(books.at("/metrics/documentsIn").asInt()).isEqualTo(6);
        assertThat(books.at("/metrics/documentsOut").asInt())
                .as("all but that of 1923")
                .isEqualTo(5);
        assertThat(books.at("/funnel/stages/0/dropped").size()).isEqualTo(1);
        assertThat(seance.run("chat", "victorian-tiny", "--once", "Good day.")
                        .exits(0)
                        .out())
                .isNotBlank();
    }
}
