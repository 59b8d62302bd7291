// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.model.DecodingSession;
import dev.seance.api.model.LanguageModel;
import dev.seance.api.model.ModelDimensions;
import dev.seance.api.model.TrainedModel;
import dev.seance.api.testing.TestContext;
import dev.seance.api.tokenizer.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Exported files in llama.cpp itself, as npm brings it built: ids, continuations, perplexity. Skipped where there is no Node
 * or npm cannot fetch. {@code NPM_CLIENTS} names a folder that keeps the packages, otherwise it is in {@code target}.
 */
@Tag("full")
class LlamaCppTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Path SCRIPT = Path.of("../../docs/scripts/llama-cpp.mjs");
    private static final int TOKENS = 40;

    private static final List<String> TEXTS = List.of(
            "It was the best of times; in 1775 there were 1234567 souls, 12,345 in 89.",
            "  Don't, won't, I'LL, 'tis, o'clock, they've -- \"he'd\"?!\n\n\tAnd so\r\n  on.  \n",
            "\u00C6sop \u201Cna\u00EFve\u201D \u2014 \u03BB\u03CC\u03B3\u03BF\u03C2, \u4E00\u4E8C\u4E09 \uD83D\uDD6F\uFE0F e\u0301\u00A0x \u00BD \u00B2 \u2167",
            "<|endoftext|><|user|>spelt by the user<|assistant|><s>",
            "a\u0000b \uFFFD \r \u2028 \u0085 x");

    @TempDir
    private Path folder;

    private TrainedModel model(Vocabulary vocabulary) throws IOException {
        ModelDimensions dimensions =
                new ModelDimensions(2, 64, 4, 2, 96, 64, vocabulary.size()).withSetting("tied", false);
        return GgufExporterTest.trained(
                "llama", dimensions, vocabulary, Files.createDirectories(folder.resolve("model")));
    }

    private JsonNode ask(TrainedModel model, FileType type, JsonNode job) throws IOException {
        Path target = Files.createDirectories(folder.resolve(type.name()));
        TestContext context = new TestContext(Files.createDirectories(folder.resolve("work")), 1);
        new GgufExporter(new GgufOptions(type, "")).export(model, target, context);
        Path answer = folder.resolve(type + ".json");
        ProcessBuilder node = new ProcessBuilder(
                        "node", SCRIPT.toString(), target.resolve(type.file()).toString())
                .redirectInput(Files.writeString(folder.resolve("job.json"), job.toString())
                        .toFile())
                .redirectOutput(answer.toFile())
                .redirectError(folder.resolve("errors.txt").toFile());
        node.environment()
                .putIfAbsent("NPM_CLIENTS", Path.of("target", "npm-clients").toString());
        int status;
        try {
            Process process = node.start();
            assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
            status = process.exitValue();
        } catch (IOException | InterruptedException e) {
            assumeTrue(false, "no node: " + e.getMessage());
            throw new AssertionError(e);
        }
        assumeTrue(status != 3, "npm cannot bring llama.cpp");
        assertThat(status).as(Files.readString(folder.resolve("errors.txt"))).isZero();
        return MAPPER.readTree(answer.toFile());
    }

    private static int[] ids(JsonNode list) {
        return MAPPER.convertValue(list, int[].class);
    }

    @Test
    void comesToTheSameIdsContinuationsAndPerplexity() throws IOException {
        TrainedModel model = model(SmallVocabulary.of("llama3", 3));
        int[] row = Arrays.copyOf(model.vocabulary().encode(TEXTS.get(0)), 60);
        row[0] = 0;
        ObjectNode job = MAPPER.createObjectNode();
        TEXTS.forEach(job.putArray("encode")::add);
        ObjectNode greedy = job.putObject("greedy").put("tokens", TOKENS);
        greedy.putArray("prompts").addAll(List.of(array(0, 7, 99), array(0, 1, 2, 3, 290)));
        job.putArray("nats").add(array(row));
        JsonNode answer = ask(model, FileType.F32, job);
        for (int i = 0; i < TEXTS.size(); i++) {
            assertThat(ids(answer.at("/encode/" + i)))
                    .as(TEXTS.get(i))
                    .isEqualTo(model.vocabulary().encode(TEXTS.get(i)));
        }
        assertThat(answer.get("add_bos").asBoolean()).isTrue();
        assertThat(answer.at("/metadata/general.architecture").asText()).isEqualTo("llama");
        assertThat(answer.at("/tensors/blk.0.attn_k.weight/type").asText()).isEqualTo("F32");
        assertThat(answer.get("tensors")).hasSize(21);
        double nats;
        try (LanguageModel ours = model.backend().load(model.folder())) {
            assertThat(ids(answer.at("/greedy/0"))).isEqualTo(continued(ours, 0, 7, 99));
            assertThat(ids(answer.at("/greedy/1"))).isEqualTo(continued(ours, 0, 1, 2, 3, 290));
            nats = nats(ours, row);
        }
        assertThat(answer.get("nats").asDouble()).isEqualTo(nats, within(1e-3 * nats));
        ObjectNode scored = MAPPER.createObjectNode();
        scored.putArray("nats").add(array(row));
        for (FileType type : List.of(FileType.BF16, FileType.F16, FileType.Q8_0)) {
            double theirs = ask(model, type, scored).get("nats").asDouble();
            // A hundredth of the perplexity, which is e to the nats of a token.
            assertThat(theirs / (row.length - 1)).as("%s", type).isEqualTo(nats / (row.length - 1), within(0.01));
        }
    }

    @Test
    void theOtherSplitPatternsHaveTheRightNamesToo() throws IOException {
        for (String split : List.of("gpt2", "gpt4")) {
            TrainedModel model = model(SmallVocabulary.of(split, split.equals("gpt4") ? 1 : 3));
            ObjectNode job = MAPPER.createObjectNode();
            TEXTS.forEach(job.putArray("encode")::add);
            JsonNode answer = ask(model, FileType.F32, job);
            for (int i = 0; i < TEXTS.size(); i++) {
                assertThat(ids(answer.at("/encode/" + i)))
                        .as(split + ": " + TEXTS.get(i))
                        .isEqualTo(model.vocabulary().encode(TEXTS.get(i)));
            }
        }
    }

    private static ArrayNode array(int... ids) {
        return MAPPER.valueToTree(ids);
    }

    private static int[] continued(LanguageModel model, int... prompt) {
        int[] ids = new int[TOKENS];
        float[] logits = new float[model.config().vocabularySize()];
        try (DecodingSession session = model.decode()) {
            session.append(prompt, logits);
            for (int i = 0; i < TOKENS; i++) {
                for (int id = 0; id < logits.length; id++) {
                    ids[i] = logits[id] > logits[ids[i]] ? id : ids[i];
                }
                session.append(new int[] {ids[i]}, logits);
            }
        }
        return ids;
    }

    private static double nats(LanguageModel model, int... row) {
        double nats = 0;
        float[] logits = new float[model.config().vocabularySize()];
        try (DecodingSession session = model.decode()) {
            for (int t = 0; t + 1 < row.length; t++) {
                session.append(new int[] {row[t]}, logits);
                double sum = 0;
                for (float logit : logits) {
                    sum += Math.exp(logit);
                }
                nats += Math.log(sum) - logits[row[t + 1]];
            }
        }
        return nats;
    }
}
