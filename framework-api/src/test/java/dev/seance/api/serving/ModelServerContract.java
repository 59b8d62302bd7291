// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seance.api.plugin.ExtensionContract;
import dev.seance.api.run.UserError;
import dev.seance.api.testing.ScriptedBackend;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * What holds for every {@link ModelServer}: it listens where it was told to when it says so, says what it got, refuses an
 * address that is taken, and is gone when it is closed. A plugin's test extends it and speaks the server's protocol.
 */
public abstract class ModelServerContract extends ExtensionContract {

    /** A new server with the same options at each call. */
    protected abstract ModelServer server();

    /** A model that says what a script has it say. */
    protected static ServedModel scripted(String name, Map<String, String> replies, int context) {
        return new ServedModel(
                name,
                "0123456789abcdef",
                new ScriptedBackend(replies).model(name, context),
                new ModelOrigin("A " + name, "1837 to 1899, English", Instant.EPOCH, List.of()));
    }

    private RunningServer start(int port) throws IOException {
        return server().start(List.of(scripted("model", Map.of(), 64)), List.of(), ServerAddress.loopback(port));
    }

    @Test
    void listensAtThisMachineAlone() throws IOException {
        try (RunningServer running = start(0)) {
            assertThat(running.address().getPort()).isPositive();
            assertThat(InetAddress.getByName(running.address().getHost()).isLoopbackAddress())
                    .isTrue();
            try (Socket socket =
                    new Socket(running.address().getHost(), running.address().getPort())) {
                assertThat(socket.isConnected()).isTrue();
            }
        }
    }

    @Test
    void refusesAnAddressThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> start(taken.getLocalPort()))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()));
        }
    }

    @Test
    void isGoneWhenItIsClosed() throws IOException {
        RunningServer running = start(0);
        int port = running.address().getPort();
        running.close();
        running.close();
        try (RunningServer next = start(port)) {
            assertThat(next.address().getPort()).isEqualTo(port);
        }
    }

    @Test
    void showsPagesOfTheHostMadeAnewEachTime() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        ServedPage page = new ServedPage("/", "text/plain", () -> ("number " + asked.incrementAndGet()).getBytes());
        ServedPage broken = new ServedPage("/broken.json", "application/json", () -> {
            throw new IllegalStateException("a secret");
        });
        try (RunningServer running = server().start(List.of(), List.of(page, broken), ServerAddress.loopback(0))) {
            assertThat(get(running, "/").body()).isEqualTo("number 1");
            HttpResponse<String> failed = get(running, "/broken.json");
            assertThat(failed.statusCode()).isEqualTo(500);
            assertThat(failed.body()).doesNotContain("a secret");
            HttpResponse<String> again = get(running, "/");
            assertThat(again.body()).isEqualTo("number 2");
            assertThat(again.headers().firstValue("Content-Type")).hasValue("text/plain");
            for (String path : List.of("/../etc/passwd", "/..%2fetc%2fpasswd", "/nothing")) {
                assertThat(get(running, path).statusCode()).as(path).isEqualTo(404);
            }
        }
    }

    private static HttpResponse<String> get(RunningServer running, String path) throws Exception {
        URI address = URI.create("http://" + running.address().getAuthority() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void isReachedByOthersOnlyWithAKey() throws IOException {
        InetAddress any = InetAddress.getByName("0.0.0.0");
        assertThatThrownBy(() -> new ServerAddress(any, 0, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs a key");
        assertThat(new ServerAddress(any, 0, Optional.of("secret")).toString()).doesNotContain("secret");
    }
}
