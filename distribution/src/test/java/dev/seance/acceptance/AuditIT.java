// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The audit finds leaks that were planted: in the corpus, in the dialogues, in what a model says that learnt from them. */
class AuditIT {

    private static final String RECIPE = """
            recipe: audited
            era: {from: 1837, to: 1901, language: English}
            seed: 7
            backend: {pytorch: {device: cpu, precision: fp32, threads: 1}}
            steps:
              books:
                corpus: folder
                with: {path: books}
              vocabulary:
                tokenizer: bpe
                from: books
                with: {size: 600}
              base:
                trainer: pretrain
                from: [books, vocabulary]
                model: {architecture: nanochat, depth: 1, context: 64}
                with: {batch-tokens: 1024, micro-batch: 16, steps: 30}
              talks:
                synthetic: dialogues
                with: {path: talks.jsonl}
              # Few rows, many times, so that the model says them.
              chat:
                trainer: finetune
                from: [base, talks]
                with: {epochs: 60, batch-sequences: 2, micro-batch: 2, learning-rate-scale: 6, validate-every: 0}
              audit:
                evaluate: anachronism-audit
                from: [books, talks, chat]
                with: {repeats: 1, sampling: {temperature: 0, max-tokens: 32}, max-documents: 0.01, max-dialogues: 0.01, max-replies: 0.01}
            """;

    private static final String[] PERIOD = {
        "I had it from the clockmaker, who had it from his wife.",
        "The lamp was lit at six, and the coach came in at seven.",
        "You must ask the old pilot, sir, and bring him tobacco."
    };

    private static final String[] MODERN = {
        "I saw it on television last night, sir.",
        "The radar saw it at seven, and the penicillin was sent for.",
        "As a language model I looked it up on the internet."
    };

    @Test
    @Tag("full")
    void plantedLeaksAreFoundInBooksDialoguesAndReplies() throws IOException {
        Seance clean = prepared("nothing planted", PERIOD);
        JsonNode metrics = audit(clean.run("run", "audited.yaml", "--json").exits(0));
        for (String what : new String[] {"corpus", "dialogues", "model"}) {
            assertThat(metrics.get(what + "LeakRate").asDouble()).as(what).isZero();
        }

        Seance planted = prepared("planted", MODERN);
        Files.writeString(
                planted.folder().resolve("books/1840_modern.txt"),
                "The television was on, and the computer programmer looked at the internet.\n\n"
                        + "It rained. ".repeat(400));
        Outcome outcome = planted.run("run", "audited.yaml", "--json");
        assertThat(outcome.exit()).as("a gate that is not passed fails the run").isNotZero();
        metrics = audit(outcome);
        assertThat(metrics.get("corpusLeakRate").asDouble()).isBetween(1 / 30.0, 0.5);
        assertThat(metrics.get("dialoguesLeakRate").asDouble()).isEqualTo(1);
        assertThat(metrics.get("modelLeakRate").asDouble())
                .as("the model says what it was taught")
                .isGreaterThan(0.2);
        String page = Files.readString(planted.folder().resolve("runs/audited/1/report.html"));
        assertThat(page).contains("Not passed", "television", "of chat (model) speak of a later time");
    }

    private static JsonNode audit(Outcome outcome) throws IOException {
        for (JsonNode step : outcome.json().get("steps")) {
            if (step.get("name").asText().equals("audit")) {
                return step.get("metrics");
            }
        }
        throw new AssertionError("no audit in " + outcome);
    }

    private static Seance prepared(String name, String[] replies) throws IOException {
        Path folder = Places.fresh(name);
        Files.writeString(folder.resolve("audited.yaml"), RECIPE);
        InventedBooks.write(folder.resolve("books"), 10, 2000, 1);
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            rows.append("{\"messages\": [{\"role\": \"user\", \"content\": \"What of number ")
                    .append(i)
                    .append("?\"}, {\"role\": \"assistant\", \"content\": \"")
                    .append(replies[i % replies.length])
                    .append("\"}]}\n");
        }
        Files.writeString(folder.resolve("talks.jsonl"), rows, StandardCharsets.UTF_8);
        return Seance.in(folder);
    }
}
