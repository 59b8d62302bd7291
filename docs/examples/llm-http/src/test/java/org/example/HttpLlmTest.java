// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package org.example;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.seance.api.synthesis.LlmProvider;
import dev.seance.api.synthesis.LlmProviderContract;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.pf4j.ExtensionPoint;

class HttpLlmTest extends LlmProviderContract {

    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> answer(exchange, 200));
        server.createContext("/busy/", exchange -> answer(exchange, 429));
        server.createContext("/locked/", exchange -> answer(exchange, 401));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange, int status) throws IOException {
        requests.incrementAndGet();
        int limit = Integer.parseInt(exchange.getRequestHeaders().getFirst("Max-Tokens"));
        List<String> words = Arrays.asList("Good evening to you, sir.".split(" "));
        byte[] answer = String.join(" ", words.subList(0, Math.min(limit, words.size())))
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    @Override
    protected Class<? extends ExtensionPoint> extension() {
        return HttpLlm.class;
    }

    @Override
    protected LlmProvider provider() {
        return at(server.getAddress().getPort(), "/");
    }

    @Override
    protected String model() {
        return "greeter";
    }

    @Override
    protected int requests() {
        return requests.get();
    }

    @Override
    protected Optional<LlmProvider> faulty(Fault fault) {
        int port = server.getAddress().getPort();
        return Optional.of(
                switch (fault) {
                    case OVERLOADED -> at(port, "/busy/");
                    case KEY_REFUSED -> at(port, "/locked/");
                    // Nobody may listen at a port that needs rights.
                    case UNREACHABLE -> at(1, "/");
                });
    }

    @Override
    protected Optional<LlmProvider> unconfigured() {
        return Optional.of(new HttpLlm(new HttpLlm.Options("", 60)));
    }

    private static LlmProvider at(int port, String path) {
        return new HttpLlm(new HttpLlm.Options("http://127.0.0.1:" + port + path, 60));
    }
}
