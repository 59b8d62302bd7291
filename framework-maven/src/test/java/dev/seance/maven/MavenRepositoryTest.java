// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.seance.api.run.UserError;
import dev.seance.core.install.ArtifactRepository;
import dev.seance.core.install.Coordinates;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The user's settings name a mirror of everything, which is a server of this test. */
class MavenRepositoryTest {

    private static final Coordinates LETTERS = new Coordinates("org.example", "letters", "1.0.0", "");
    private static final String PLACE = "/org/example/letters/1.0.0/letters-1.0.0.jar";

    @TempDir
    Path root;

    private HttpServer server;
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final List<String> ranges = new CopyOnWriteArrayList<>();

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        byte[] jar = new byte[100_000];
        new Random(7).nextBytes(jar);
        files.put(PLACE, jar);
        files.put(PLACE + ".sha1", sha1(jar));
    }

    private static byte[] sha1(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(content);
            return HexFormat.of().formatHex(digest).getBytes(StandardCharsets.US_ASCII);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** Whole files, or their ends. */
    private void answer(HttpExchange exchange) throws IOException {
        byte[] content = files.get(exchange.getRequestURI().getPath());
        String range = exchange.getRequestHeaders().getFirst("Range");
        if (content == null) {
            exchange.sendResponseHeaders(404, -1);
        } else if (range == null) {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
        } else {
            ranges.add(range);
            int from = Integer.parseInt(range.replaceAll("bytes=(\\d+)-.*", "$1"));
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
            byte[] rest = Arrays.copyOfRange(content, from, content.length);
            exchange.sendResponseHeaders(206, rest.length);
            exchange.getResponseBody().write(rest);
        }
        exchange.close();
    }

    private ArtifactRepository open(boolean offline) throws IOException {
        Path settings = root.resolve("settings.xml");
        Files.writeString(settings, """
                <settings>
                  <mirrors>
                    <mirror>
                      <id>house</id>
                      <mirrorOf>*</mirrorOf>
                      <url>http://localhost:%d/</url>
                    </mirror>
                  </mirrors>
                </settings>
                """.formatted(server.getAddress().getPort()));
        return MavenRepositoryProvider.open(
                ContextOverrides.create()
                        .withUserSettingsXmlOverride(settings)
                        .withLocalRepositoryOverride(root.resolve("local é")),
                offline,
                line -> {});
    }

    @Test
    void findsWhatAMirrorOfTheSettingsHasAndKeepsIt() throws IOException {
        try (ArtifactRepository repository = open(false)) {
            assertThat(repository.local(LETTERS, "jar")).isEmpty();
            assertThat(repository.find(LETTERS, "jar").orElseThrow()).hasBinaryContent(files.get(PLACE));
            assertThat(repository.find(LETTERS, "zip")).isEmpty();
            assertThat(repository.inWords()).contains("local é", "house (http://localhost:");
        }
        stop();
        try (ArtifactRepository repository = open(true)) {
            assertThat(repository.local(LETTERS, "jar").orElseThrow()).hasBinaryContent(files.get(PLACE));
            assertThat(repository.find(LETTERS, "jar")).isPresent();
            assertThat(repository.find(LETTERS, "zip")).isEmpty();
            assertThat(repository.inWords()).doesNotContain("http");
        }
    }

    @Test
    void takesNothingThatItsChecksumDenies() throws IOException {
        files.put(PLACE + ".sha1", sha1(new byte[1]));
        try (ArtifactRepository repository = open(false)) {
            assertThatThrownBy(() -> repository.find(LETTERS, "jar"))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("Checksum validation failed");
        }
    }

    @Test
    void saysThatARepositoryDoesNotAnswer() throws IOException {
        try (ArtifactRepository repository = open(false)) {
            stop();
            assertThatThrownBy(() -> repository.find(LETTERS, "jar"))
                    .isInstanceOf(UserError.class)
                    .hasMessageStartingWith("org.example:letters:1.0.0: cannot be had from ")
                    .hasMessageContaining("Connection refused");
        }
    }

    @Test
    void resumesADownload() throws IOException {
        byte[] jar = files.get(PLACE);
        Path unfinished = root.resolve("unfinished");
        Files.write(unfinished, Arrays.copyOf(jar, 40_000));
        try (ArtifactRepository repository = open(false)) {
            repository.download(LETTERS, "jar", unfinished);
            assertThat(unfinished).hasBinaryContent(jar);
            assertThat(ranges).containsExactly("bytes=40000-");
            assertThat(repository.local(LETTERS, "jar")).isEmpty();

            assertThatThrownBy(() -> repository.download(LETTERS, "zip", root.resolve("none")))
                    .isInstanceOf(UserError.class)
                    .hasMessageStartingWith("org.example:letters:1.0.0 cannot be downloaded from ")
                    .hasMessageContaining("404");
        }
    }

    @Test
    void saysThatTheSettingsAreDamaged() throws IOException {
        Path settings = Files.writeString(root.resolve("settings.xml"), "<settings><mirrors>");
        assertThatThrownBy(() -> MavenRepositoryProvider.open(
                        ContextOverrides.create().withUserSettingsXmlOverride(settings), true, line -> {}))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("Maven's settings cannot be used: ")
                .hasMessageContaining("settings.xml");
    }
}
