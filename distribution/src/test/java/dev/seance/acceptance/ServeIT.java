// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A trained model behind the installation's server. */
class ServeIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();

    private static URI address(Started started) throws Exception {
        String answer = started.answers(out -> out.strip().endsWith("}"));
        return URI.create(JSON.readTree(answer).get("address").asText());
    }

    private HttpRequest completion(URI server, String prompt) {
        String body =
                "{\"model\": \"micro:base\", \"prompt\": \"" + prompt + "\", \"max_tokens\": 20, \"temperature\": 0}";
        return HttpRequest.newBuilder(server.resolve("/v1/completions"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private static String text(HttpResponse<String> response) {
        try {
            JsonNode body = JSON.readTree(response.body());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return body.at("/choices/0/text").asText();
        } catch (IOException e) {
            throw new AssertionError(response.body(), e);
        }
    }

    @Test
    void servesTwoModelsAndStopsWhenToldTo() throws Exception {
        Seance seance = MicroRun.finished().seance();
        Started started = seance.start("serve", "micro", "micro:base", "--port", "0", "--json");
        URI server = address(started);
        try {
            HttpResponse<String> models = client.send(
                    HttpRequest.newBuilder(server.resolve("/v1/models")).build(), BodyHandlers.ofString());
            assertThat(JSON.readTree(models.body()).findValuesAsText("id")).containsExactly("micro", "micro:base");
            // As the command beside it goes on with the text.
            String direct = seance.run(
                            "complete", "micro", "It was", "--step", "base", "--max-tokens", "20", "--temperature", "0")
                    .exits(0)
                    .out();
            assertThat("It was" + text(client.send(completion(server, "It was"), BodyHandlers.ofString())))
                    .isEqualTo(direct.substring(
                            0, direct.length() - System.lineSeparator().length()));
            String about = client.send(
                            HttpRequest.newBuilder(server.resolve("/about")).build(), BodyHandlers.ofString())
                    .body();
            assertThat(JSON.readTree(about).at("/models/0/corpora/0/documents").asInt())
                    .isPositive();
            assertThat(about).doesNotContain(seance.folder().toString());
        } finally {
            started.terminate();
        }
        Outcome outcome = started.finish(Seance.PATIENCE).exits(0);
        assertThat(outcome.err()).doesNotContain("Exception");
    }

    @Test
    void writesTextsTogetherAsEachByItself() throws Exception {
        Started started = MicroRun.finished().seance().start("serve", "micro:base", "--port", "0", "--json");
        URI server = address(started);
        try {
            List<String> prompts = IntStream.range(0, 12)
                    .mapToObj(i -> "The mill " + "of Corran ".repeat(i % 4) + (char) ('a' + i))
                    .toList();
            List<String> alone = new ArrayList<>();
            for (String prompt : prompts) {
                alone.add(text(client.send(completion(server, prompt), BodyHandlers.ofString())));
            }
            List<CompletableFuture<HttpResponse<String>>> together = prompts.stream()
                    .map(prompt -> client.sendAsync(completion(server, prompt), BodyHandlers.ofString()))
                    .toList();
            for (int i = 0; i < prompts.size(); i++) {
                assertThat(text(together.get(i).get(2, TimeUnit.MINUTES)))
                        .as(prompts.get(i))
                        .isEqualTo(alone.get(i));
            }
        } finally {
            started.terminate();
        }
        started.finish(Seance.PATIENCE).exits(0);
    }

    @Test
    void isForThisMachineAloneUnlessThereIsAKey() throws IOException {
        Seance seance = MicroRun.finished().seance();
        Outcome refused = seance.run("serve", "micro", "--host", "0.0.0.0").isTheUsersMistake();
        assertThat(refused.err()).contains("SEANCE_API_KEY").contains("leave --host out");
        assertThat(seance.run("serve", "micro", "--with", "queue=-1")
                        .isTheUsersMistake()
                        .err())
                .contains("queue");
        assertThat(seance.run("serve", "micro", "micro").isTheUsersMistake().err())
                .contains("served already");
        assertThat(seance.run("serve", "micro:nobody").isTheUsersMistake().err())
                .contains("nobody");
    }

    /** The protocol's own client from npm, as it is; skipped where that cannot be had. */
    @Test
    void isDrivenByTheProtocolsOwnClient() throws Exception {
        Path script = Path.of("..", "docs", "scripts", "check-openai-client.mjs")
                .toAbsolutePath()
                .normalize();
        Started started = MicroRun.finished().seance().start("serve", "micro", "--port", "0", "--json");
        URI server = address(started);
        try {
            Process node;
            try {
                node = new ProcessBuilder("node", script.toString(), server.toString(), "micro")
                        .redirectErrorStream(true)
                        .start();
            } catch (IOException e) {
                assumeTrue(false, "there is no node");
                return;
            }
            String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = node.waitFor();
            assumeTrue(code != 3, "the client cannot be installed: " + said);
            assertThat(code).as(said).isZero();
            assertThat(said).contains("all is well");
        } finally {
            started.terminate();
        }
        started.finish(Seance.PATIENCE).exits(0);
    }
}
