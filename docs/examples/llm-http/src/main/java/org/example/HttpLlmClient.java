// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package org.example;

import dev.seance.api.dialogue.Turn;
import dev.seance.api.synthesis.FinishReason;
import dev.seance.api.synthesis.LlmClient;
import dev.seance.api.synthesis.LlmException;
import dev.seance.api.synthesis.LlmReply;
import dev.seance.api.synthesis.LlmRequest;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.Collectors;

/** One request a question. A word counts as a token: the service counts none. */
final class HttpLlmClient implements LlmClient {

    private static final int OK = 200;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int FIRST_OF_THE_SERVER = 500;

    private final URI address;
    private final Duration timeout;
    private final HttpClient http = HttpClient.newHttpClient();

    HttpLlmClient(URI address, int seconds) {
        this.address = address;
        this.timeout = Duration.ofSeconds(seconds);
    }

    @Override
    public LlmReply ask(LlmRequest request) {
        String question = request.turns().stream().map(Turn::text).collect(Collectors.joining("\n"));
        HttpRequest post = HttpRequest.newBuilder(address)
                .timeout(timeout)
                .header("Content-Type", "text/plain; charset=utf-8")
                .header("Max-Tokens", Integer.toString(request.maxTokens()))
                .POST(HttpRequest.BodyPublishers.ofString(request.system() + "\n" + question))
                .build();
        HttpResponse<String> response = send(post);
        if (response.statusCode() != OK) {
            boolean later = response.statusCode() == TOO_MANY_REQUESTS || response.statusCode() >= FIRST_OF_THE_SERVER;
            throw new LlmException(address + " answers " + response.statusCode(), later, null);
        }
        String answer = response.body().strip();
        int words = words(answer);
        // The service stops at the limit, and says no more of it than that.
        FinishReason reason = words < request.maxTokens() ? FinishReason.STOP : FinishReason.LENGTH;
        return new LlmReply(answer, reason, words(question), words);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (ConnectException e) {
            throw new LlmException("nobody listens at " + address, true, e);
        } catch (IOException e) {
            throw LlmException.lost(address + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LlmException("interrupted while asking " + address, false, e);
        }
    }

    private static int words(String text) {
        return text.isBlank() ? 0 : text.strip().split("\\s+").length;
    }

    @Override
    public void close() {
        // The JDK's client closes its connections when nobody uses it.
    }
}
