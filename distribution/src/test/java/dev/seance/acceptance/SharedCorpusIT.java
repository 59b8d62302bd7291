// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Five real novels, where the machine has them. */
class SharedCorpusIT {

    @Test
    @Tag("full")
    void fiveNovelsBecomeAConversation() throws IOException {
        Path novels = Path.of(System.getProperty("seance.shared", "")).resolve("corpora/victorian");
        assumeTrue(Files.isDirectory(novels), "no shared corpora here");
        Seance seance = Seance.in(Places.fresh("shared"));
        Files.writeString(seance.folder().resolve(MicroRun.RECIPE), Places.resource(MicroRun.RECIPE));
        Path books = Files.createDirectories(seance.folder().resolve("books"));
        try (Stream<Path> files = Files.list(novels)) {
            List<Path> five = files.filter(
                            file -> file.getFileName().toString().matches("PG\\d+_18\\d\\d_.*\\.txt\\.gz"))
                    .sorted()
                    .limit(5)
                    .toList();
            for (Path file : five) {
                Files.copy(file, books.resolve(file.getFileName()));
            }
        }
        Outcome run = seance.run(
                        "run",
                        MicroRun.RECIPE,
                        "--json",
                        "--set",
                        "vocabulary.size=1000",
                        "--set",
                        "chat.weights={pairs: 0.5}")
                .exits(0);
        JsonNode steps = run.json().get("steps");
        assertThat(steps.at("/0/metrics/documentsOut").asInt()).isEqualTo(5);
        assertThat(steps.at("/3/metrics/dialogues").asInt()).as("pairs found").isGreaterThan(100);
        JsonNode base = steps.at("/2/metrics");
        assertThat(base.get("bitsPerByte").asDouble())
                .isLessThan(base.get("bitsPerByteBefore").asDouble());
        System.out.printf("five novels took %.1f s%n", run.seconds());
    }
}
