// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seance.api.model.Sampling;
import dev.seance.api.serving.RunningServer;
import dev.seance.api.serving.ServedModel;
import dev.seance.api.serving.ServerAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A server under test, and requests to it. */
final class Serving implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();

    /** Draws the likeliest, and no more than 64 of them. */
    static final Sampling LIKELIEST = new Sampling(0, 0, 1, 0, 64);

    static final ServeOptions OPTIONS = new ServeOptions(4, 8, 60, 20, 1 << 20, 1100, 5, LIKELIEST);

    private final RunningServer running;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Serving(RunningServer running) {
        this.running = running;
    }

    static Serving of(ServedModel... models) throws IOException {
        return of(OPTIONS, models);
    }

    static Serving of(ServeOptions options, ServedModel... models) throws IOException {
        return new Serving(new OpenAiServer(options).start(List.of(models), List.of(), ServerAddress.loopback(0)));
    }

    static Serving withKey(String key, ServedModel... models) throws IOException {
        ServerAddress address = new ServerAddress(InetAddress.getLoopbackAddress(), 0, Optional.of(key));
        return new Serving(new OpenAiServer(OPTIONS).start(List.of(models), List.of(), address));
    }

    URI address() {
        return running.address();
    }

    /** Where clients of the protocol are told to go. */
    String base() {
        return address() + "v1";
    }

    HttpResponse<String> get(String path) throws IOException {
        return send(request(path).GET());
    }

    HttpResponse<String> post(String path, String body) throws IOException {
        return post(path, body.getBytes(StandardCharsets.UTF_8));
    }

    HttpResponse<String> post(String path, byte[] body) throws IOException {
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofByteArray(body)));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address().resolve(path));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** A whole reply to one message. */
    JsonNode chat(String message, String more) throws IOException {
        HttpResponse<String> response = post("/v1/chat/completions", chatBody("model", message, more));
        if (response.statusCode() != 200) {
            throw new IOException(response.body());
        }
        return JSON.readTree(response.body());
    }

    static String chatBody(String model, String message, String more) {
        return "{\"model\": \"" + model + "\", \"messages\": [{\"role\": \"user\", \"content\": "
                + JSON.valueToTree(message) + "}]" + more + "}";
    }

    /** A line of the metrics, as a number. */
    double metric(String name) throws IOException {
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }

    @Override
    public void close() {
        running.close();
    }
}
