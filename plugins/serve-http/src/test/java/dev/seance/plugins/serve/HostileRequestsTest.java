// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seance.api.serving.ModelOrigin;
import dev.seance.api.serving.ServedModel;
import dev.seance.api.testing.ScriptedBackend;
import dev.seance.api.tokenizer.SpecialToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent, the answer is a refusal in the protocol's shape, and the server answers the next request. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class HostileRequestsTest {

    private static final String CHAT = "/v1/chat/completions";
    private static final int MILLION = 1_000_000;

    private static ServedModel served(String name, Map<String, String> replies, int context) {
        return new ServedModel(
                name,
                "fingerprint",
                new ScriptedBackend(replies).model(name, context),
                new ModelOrigin(name, "", Instant.EPOCH, List.of()));
    }

    private static ServedModel slow(long millisPerToken) {
        return new ServedModel(
                "model",
                "fingerprint",
                new Undecided(TimeUnit.MILLISECONDS.toNanos(millisPerToken)).model("model", 512),
                new ModelOrigin("model", "", Instant.EPOCH, List.of()));
    }

    private static Serving serving() throws IOException {
        return Serving.of(served("model", Map.of("Good evening.", "Good evening, sir."), 512));
    }

    private static void assertRefused(HttpResponse<String> response, int status, String code) throws IOException {
        JsonNode error = Serving.JSON.readTree(response.body()).get("error");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(error.get("code").asText()).isEqualTo(code);
        assertThat(error.get("message").asText()).isNotBlank().hasSizeLessThan(500);
        assertThat(error.has("param")).isTrue();
        assertThat(error.has("type")).isTrue();
    }

    private static void assertAlive(Serving serving) throws IOException {
        assertThat(serving.chat("Good evening.", "")
                        .at("/choices/0/message/content")
                        .asText())
                .isEqualTo("Good evening, sir.");
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 600 && !condition.getAsBoolean(); i++) {
            Thread.sleep(50);
        }
        assertThat(condition.getAsBoolean()).as(what).isTrue();
    }

    /** What a server sends to a client that sends these bytes and then nothing. */
    private static String raw(Serving serving, String request) throws IOException {
        try (Socket socket =
                new Socket(serving.address().getHost(), serving.address().getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void tenMegabytesOfJson() throws IOException {
        try (Serving serving = serving()) {
            String ten = Serving.chatBody("model", "x".repeat(10 * MILLION), "");
            assertRefused(serving.post(CHAT, ten), 413, "request_too_large");
            // In pieces of unknown number too.
            String head = "POST " + CHAT + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n";
            String chunk = "10000\r\n" + "y".repeat(0x10000) + "\r\n";
            assertThat(raw(serving, head + chunk.repeat(40))).contains("413").contains("request_too_large");
            assertAlive(serving);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void deepNesting(String opening) throws IOException {
        try (Serving serving = serving()) {
            assertRefused(serving.post(CHAT, opening.repeat(100_000)), 400, "invalid_json");
            String inside = "{\"model\": \"model\", \"messages\": " + "[".repeat(1000) + "]".repeat(1000) + "}";
            assertRefused(serving.post(CHAT, inside), 400, "invalid_json");
            assertAlive(serving);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "42",
                "{\"model\": ",
                "{\"model\": \"model\"} {}",
                "{\"model\": \"model\", \"model\": \"other\"}",
                "{\"n\": 1e999999999999999999999999999999999999999999999999999999999999999999999999999}"
            })
    void whatIsNoJsonObject(String body) throws IOException {
        try (Serving serving = serving()) {
            assertRefused(serving.post(CHAT, body), 400, "invalid_json");
            assertAlive(serving);
        }
    }

    @Test
    void invalidUtf8() throws IOException {
        try (Serving serving = serving()) {
            byte[] body = Serving.chatBody("model", "caf?", "").getBytes(StandardCharsets.UTF_8);
            body[new String(body, StandardCharsets.UTF_8).indexOf('?')] = (byte) 0xE9; // Latin-1
            HttpResponse<String> response = serving.post(CHAT, body);
            assertRefused(response, 400, "invalid_json");
            assertThat(response.body()).contains("UTF-8");
            assertAlive(serving);
        }
    }

    @Test
    void unpairedSurrogatesAreNoText() throws IOException {
        try (Serving serving = serving()) {
            assertThat(serving.post(
                                    CHAT,
                                    "{\"model\": \"model\", \"messages\": [{\"role\": \"user\", \"content\":"
                                            + " \"\\ud800 Hm? \\udc00\"}], \"stop\": [\"\\ud83d\"]}")
                            .statusCode())
                    .isEqualTo(200);
            assertAlive(serving);
        }
    }

    @Test
    void aPromptOfAMillionTokens() throws IOException {
        try (Serving serving = serving()) {
            assertRefused(
                    serving.post(CHAT, Serving.chatBody("model", "x".repeat(MILLION), "")),
                    400,
                    "context_length_exceeded");
            assertRefused(
                    serving.post(
                            "/v1/completions", "{\"model\": \"model\", \"prompt\": \"" + "x".repeat(MILLION) + "\"}"),
                    400,
                    "context_length_exceeded");
            assertRefused(
                    serving.post(CHAT, Serving.chatBody("model", "x".repeat(MILLION), ", \"truncation\": \"auto\"")),
                    400,
                    "context_length_exceeded");
            assertAlive(serving);
        }
    }

    @Test
    void manyTurnsAreShortenedInLittleTime() throws IOException {
        try (Serving serving = serving()) {
            String turns = "{\"role\": \"user\", \"content\": \"a\"},{\"role\": \"assistant\", \"content\": \"b\"},"
                    .repeat(8000);
            String body = "{\"model\": \"model\", \"truncation\": \"auto\", \"messages\": [" + turns
                    + "{\"role\": \"user\", \"content\": \"c\"}]}";
            long began = System.nanoTime();
            assertThat(serving.post(CHAT, body).statusCode()).isEqualTo(200);
            assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(10));
        }
    }

    @Test
    void specialTokensSpeltInTextStayText() throws IOException {
        String spelt = Arrays.stream(SpecialToken.values())
                .map(SpecialToken::spelling)
                .reduce("Ignore this: ", String::concat);
        try (Serving serving = Serving.of(served("model", Map.of(spelt, "I see."), 512))) {
            // The scripted model knows the question by its text, in which a real special token would leave no trace.
            JsonNode reply = serving.chat(spelt, "");
            assertThat(reply.at("/choices/0/message/content").asText()).isEqualTo("I see.");
            assertThat(reply.at("/usage/prompt_tokens").asInt()).isEqualTo(spelt.length() + 4);
        }
    }

    @Test
    void slowClients() throws Exception {
        ServeOptions impatient = new ServeOptions(4, 8, 60, 1, 1 << 20, 1100, 5, Serving.LIKELIEST);
        try (Serving serving =
                Serving.of(impatient, served("model", Map.of("Good evening.", "Good evening, sir."), 512))) {
            String started = "POST " + CHAT + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\n{";
            assertThat(raw(serving, started)).contains("408").contains("request_timeout");
            // One that drips gains nothing.
            long began = System.nanoTime();
            try (Socket socket =
                    new Socket(serving.address().getHost(), serving.address().getPort())) {
                OutputStream out = socket.getOutputStream();
                out.write(started.getBytes(StandardCharsets.US_ASCII));
                InputStream in = socket.getInputStream();
                while (in.available() == 0 && System.nanoTime() - began < TimeUnit.SECONDS.toNanos(20)) {
                    out.write(' ');
                    Thread.sleep(100);
                }
                assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(5));
            }
            // One that says nothing is let go.
            try (Socket silent =
                    new Socket(serving.address().getHost(), serving.address().getPort())) {
                silent.setSoTimeout(20_000);
                assertThat(silent.getInputStream().read()).isEqualTo(-1);
            }
            assertAlive(serving);
        }
    }

    @Test
    void aThousandConnections() throws Exception {
        try (Serving serving = serving()) {
            List<Socket> open = new ArrayList<>();
            try {
                for (int i = 0; i < 1000; i++) {
                    Socket socket = new Socket(
                            serving.address().getHost(), serving.address().getPort());
                    socket.getOutputStream().write("POST /v1".getBytes(StandardCharsets.US_ASCII));
                    open.add(socket);
                }
                await("all are there", () -> connections(serving) > 1000);
                assertAlive(serving);
                while (open.size() < 1150) {
                    open.add(new Socket(
                            serving.address().getHost(), serving.address().getPort()));
                }
                String last =
                        new String(open.get(open.size() - 1).getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(last).contains("503").contains("too_many_connections");
            } finally {
                for (Socket socket : open) {
                    socket.close();
                }
            }
            await("all are gone", () -> connections(serving) < 10);
            assertAlive(serving);
        }
    }

    private static double connections(Serving serving) {
        try {
            return serving.metric("seance_connections");
        } catch (IOException e) {
            return -1;
        }
    }

    @Test
    void moreRequestsThanMayWait() throws Exception {
        ServeOptions small = new ServeOptions(1, 2, 60, 20, 1 << 20, 100, 1, Serving.LIKELIEST);
        try (Serving serving = Serving.of(small, slow(20))) {
            List<Thread> clients = new ArrayList<>();
            List<Integer> statuses = Collections.synchronizedList(new ArrayList<>());
            for (int i = 0; i < 12; i++) {
                Thread client = new Thread(() -> {
                    try {
                        statuses.add(serving.post(CHAT, Serving.chatBody("model", "Hm?", ""))
                                .statusCode());
                    } catch (IOException e) {
                        statuses.add(-1);
                    }
                });
                client.start();
                clients.add(client);
            }
            for (Thread client : clients) {
                client.join();
            }
            assertThat(statuses).hasSize(12).containsOnly(200, 429).contains(200, 429);
            HttpResponse<String> many = serving.post(CHAT, Serving.chatBody("model", "Hm?", ", \"n\": 50"));
            assertRefused(many, 429, "rate_limit_exceeded");
            assertThat(many.headers().firstValue("Retry-After")).hasValue("1");
            String all = "{\"model\": \"model\", \"n\": 128, \"prompt\": [" + "\"a\",".repeat(127) + "\"a\"]}";
            assertRefused(serving.post("/v1/completions", all), 429, "rate_limit_exceeded");
        }
    }

    @Test
    void aClientThatGoesAwayStopsItsReply() throws Exception {
        for (String stream : List.of("true", "false")) {
            try (Serving serving = Serving.of(Serving.OPTIONS, slow(20))) {
                String body = Serving.chatBody("model", "Hm?", ", \"max_tokens\": 400, \"stream\": " + stream);
                try (Socket socket = new Socket(
                        serving.address().getHost(), serving.address().getPort())) {
                    socket.getOutputStream()
                            .write(("POST " + CHAT
                                            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                            + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                                    .getBytes(StandardCharsets.US_ASCII));
                    await("it is being written", () -> metric(serving, "seance_replies_active") == 1);
                }
                long began = System.nanoTime();
                await("nothing is written any more", () -> metric(serving, "seance_replies_active") == 0);
                assertThat(System.nanoTime() - began)
                        .as("400 tokens would take 8 seconds")
                        .isLessThan(TimeUnit.SECONDS.toNanos(3));
                assertThat(metric(serving, "seance_cancelled_total")).isEqualTo(1);
            }
        }
    }

    private static double metric(Serving serving, String name) {
        try {
            return serving.metric(name);
        } catch (IOException e) {
            return -1;
        }
    }

    @Test
    void aReplyThatTakesTooLongIsCutOff() throws IOException {
        ServeOptions brief = new ServeOptions(1, 2, 1, 20, 1 << 20, 100, 1, Serving.LIKELIEST.withMaxTokens(400));
        try (Serving serving = Serving.of(brief, slow(20))) {
            JsonNode reply = serving.chat("Hm?", "");
            assertThat(reply.at("/choices/0/finish_reason").asText()).isEqualTo("length");
            assertThat(reply.at("/usage/completion_tokens").asInt()).isBetween(5, 60);
        }
    }

    @Test
    void stopsInOrder() throws Exception {
        Serving serving = Serving.of(Serving.OPTIONS, slow(20));
        List<String> heard = new ArrayList<>();
        Thread client = new Thread(() -> {
            try {
                heard.add(serving.post(CHAT, Serving.chatBody("model", "Hm?", ", \"max_tokens\": 50"))
                        .body());
            } catch (IOException e) {
                heard.add(e.toString());
            }
        });
        client.start();
        await("it is being written", () -> metric(serving, "seance_replies_active") == 1);
        serving.close();
        client.join();
        assertThat(heard.get(0)).contains("\"finish_reason\":\"length\"").contains("\"completion_tokens\":50");
    }

    @Test
    void pagesOfOthers() throws IOException {
        try (Serving serving = serving()) {
            String body = Serving.chatBody("model", "Good evening.", "");
            String post = "POST " + CHAT + " HTTP/1.1\r\nContent-Type: application/json\r\nConnection: close\r\n"
                    + "Content-Length: " + body.length() + "\r\n";
            int port = serving.address().getPort();
            assertThat(raw(serving, post + "Host: evil.example:" + port + "\r\n\r\n" + body))
                    .contains("403")
                    .contains("foreign_host");
            assertThat(raw(
                            serving,
                            post + "Host: localhost:" + port + "\r\nOrigin: http://evil.example\r\n\r\n" + body))
                    .contains("403")
                    .contains("foreign_origin")
                    .doesNotContainIgnoringCase("access-control");
            String own = "Host: localhost:" + port + "\r\nOrigin: http://localhost:" + port + "\r\n\r\n";
            assertThat(raw(serving, post + own + body)).contains("Good evening, sir.");
            assertThat(raw(serving, "OPTIONS " + CHAT + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                    .contains("405")
                    .doesNotContainIgnoringCase("access-control");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../../../../etc/passwd",
                "/%2e%2e/%2e%2e/etc/passwd",
                "//etc/passwd",
                "/page.js/../../ServeOptions.class",
                "/HttpApi.class",
                "/v1/models/..%2f..%2fetc%2fpasswd",
                "/v1/models/%zz",
                "http://elsewhere/etc/passwd"
            })
    void pathsLeadNowhere(String path) throws IOException {
        try (Serving serving = serving()) {
            String answer = raw(serving, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(answer).containsPattern("HTTP/1.1 40[04]").contains("{\"error\":");
        }
    }

    @Test
    void whatIsNoHttp() throws IOException {
        try (Serving serving = serving()) {
            assertThat(raw(serving, "\u0016\u0003\u0001 hello there\r\n\r\n"))
                    .contains("400")
                    .contains("{\"error\":");
            assertThat(raw(serving, "GET /" + "x".repeat(9000) + " HTTP/1.1\r\n\r\n"))
                    .contains("414");
            assertThat(raw(serving, "GET / HTTP/1.1\r\nHost: localhost\r\nA: " + "x".repeat(40_000) + "\r\n\r\n"))
                    .contains("431");
            assertAlive(serving);
        }
    }
}
