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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        return server().start(List.of(scripted("model", Map.of(), 64)), ServerAddress.loopback(port));
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
    void isReachedByOthersOnlyWithAKey() throws IOException {
        InetAddress any = InetAddress.getByName("0.0.0.0");
        assertThatThrownBy(() -> new ServerAddress(any, 0, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs a key");
        assertThat(new ServerAddress(any, 0, Optional.of("secret")).toString()).doesNotContain("secret");
    }
}
