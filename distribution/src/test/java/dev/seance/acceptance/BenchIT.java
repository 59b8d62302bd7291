// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What {@code seance bench} says; not how fast anything is. */
class BenchIT {

    private static Seance seance;
    private static String text;

    @BeforeAll
    static void arrive() throws IOException {
        Path folder = Places.fresh("bench");
        seance = Seance.in(folder);
        text = Files.writeString(
                        folder.resolve("text.txt"),
                        "\"Is there anybody there?\" said the Traveller, knocking on the moonlit door.\n".repeat(500))
                .toString();
    }

    @Test
    void measuresATokenizer() {
        JsonNode answer = seance.run(
                        "bench", "tokenizer", text, "--size", "300", "--passes", "2", "--warm-up", "1", "--json")
                .exits(0)
                .json();
        assertThat(answer.at("/machine/cores").asInt()).isPositive();
        assertThat(answer.at("/machine/processor").asText()).isNotBlank();
        assertThat(answer.at("/tokens").asInt()).isEqualTo(300);
        assertThat(answer.at("/measurements").findValuesAsText("name"))
                .contains("encoding, 1 thread, new caches", "decoding, 1 thread", "bytes a token")
                .anyMatch(name -> name.startsWith("training, "));
        answer.at("/measurements").forEach(figure -> assertThat(
                        figure.get("median").asDouble())
                .isBetween(figure.get("min").asDouble(), figure.get("max").asDouble()));
    }

    @Test
    void measuresAVocabularyThatIsThere() {
        String vocabulary = seance.folder().resolve("vocabulary").toString();
        seance.run("tokenizer", "train", text, "--size", "300", "--to", vocabulary)
                .exits(0);

        Outcome outcome = seance.run("bench", "tokenizer", text, "--vocabulary", vocabulary, "--passes", "1")
                .exits(0);
        assertThat(outcome.out().lines().findFirst().orElseThrow()).contains("Java ", " core");
        assertThat(outcome.out()).contains("1 pass after 2 to warm up", "MB/s").doesNotContain("training");
    }

    @Test
    @Tag("full")
    void measuresTrainingAgainstTheMachinesPeak() {
        String[] small = {
            "bench",
            "train",
            "--architecture",
            "nanochat",
            "--depth",
            "2",
            "--width",
            "64",
            "--heads",
            "2",
            "--context",
            "32",
            "--vocabulary",
            "300",
            "--micro-batch",
            "2",
            "--accumulation-steps",
            "2",
            "--rounds",
            "2",
            "--steps",
            "1",
            "--warm-up",
            "1",
            "--threads",
            "1",
            "--precision",
            "fp32"
        };
        Outcome outcome = seance.run(small).exits(0);
        assertThat(outcome.out().lines().findFirst().orElseThrow()).contains("Java ", " core");
        assertThat(outcome.out())
                .contains("2 layers, width 64, context 32, vocabulary 300")
                .contains("GFLOP/s", "tokens/s", "in fp32");

        JsonNode answer = seance.run(
                        Stream.concat(Stream.of(small), Stream.of("--json")).toArray(String[]::new))
                .exits(0)
                .json();
        for (String figure : List.of(
                "tokensPerSecond",
                "gigaflops",
                "peakGigaflops",
                "mfuPercent",
                "outsideEnginePercent",
                "promptTokensPerSecond",
                "writtenTokensPerSecond",
                "writtenOfBestPercent")) {
            assertThat(answer.get(figure).asDouble()).as(figure).isPositive();
        }
        assertThat(answer.get("mfuPercent").asDouble()).isLessThan(100);
        assertThat(answer.get("parameters").asLong()).isPositive();
    }

    @Test
    void saysWhatIsWrongWithATraining() {
        assertThat(seance.run("bench", "train", "--architecture", "llama", "--backend", "pytoch", "--depth", "2")
                        .isTheUsersMistake()
                        .err())
                .contains("--backend pytoch", "did you mean 'pytorch'");
        assertThat(seance.run("bench", "train", "--architecture", "llama", "--depth", "two", "--precision", "bf17")
                        .isTheUsersMistake()
                        .err())
                .contains("2 mistakes", "--depth two", "--precision bf17");
        assertThat(seance.run("bench", "train", "--architecture", "llama", "--heads", "5", "--width", "64")
                        .isTheUsersMistake()
                        .err())
                .contains("width 64 is not a multiple of heads 5");
        assertThat(seance.run("bench", "train").isTheUsersMistake().err())
                .contains("the model needs an 'architecture' (have: llama, nanochat)");
        assertThat(seance.run("bench", "train", "--architecture", "lama")
                        .isTheUsersMistake()
                        .err())
                .contains("there is no architecture 'lama'; did you mean 'llama'?");
        assertThat(seance.run("bench", "train", "--micro-batch", "0")
                        .isTheUsersMistake()
                        .err())
                .contains("--micro-batch 0");
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(seance.run("bench", "tokenizer", "nowhere.txt")
                        .isTheUsersMistake()
                        .err())
                .contains("nowhere.txt");
        assertThat(seance.run("bench", "tokenizer", text, "--passes", "0")
                        .isTheUsersMistake()
                        .err())
                .contains("--passes 0");
        assertThat(seance.run("bench", "tokenizer", text, "--tokenizer", "bpee")
                        .isTheUsersMistake()
                        .err())
                .contains("did you mean 'bpe'");
        assertThat(seance.run("bench", "tokenizer", text, "--size", "many")
                        .isTheUsersMistake()
                        .err())
                .contains("--size many");
    }
}
