// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.seance.api.run.UserError;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpsDownloadTest {

    private static final char[] PASSWORD = "of the test".toCharArray();

    @TempDir
    static Path root;

    private static SSLContext trust;
    private static HttpsServer server;

    @BeforeAll
    static void serve() throws Exception {
        Path keys = root.resolve("keys.p12");
        int made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "test",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start()
                .waitFor();
        assertThat(made).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD);
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(store, PASSWORD);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(store);
        trust = SSLContext.getInstance("TLS");
        trust.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(trust));
        server.createContext("/letters", exchange -> {
            exchange.sendResponseHeaders(200, 5);
            exchange.getResponseBody().write(new byte[] {1, 2, 3, 4, 5});
            exchange.close();
        });
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", "/letters");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.createContext("/downgraded", exchange -> {
            exchange.getResponseHeaders()
                    .set("Location", "http://localhost:" + server.getAddress().getPort() + "/letters");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    private static URI at(String path) {
        return URI.create("https://localhost:" + server.getAddress().getPort() + path);
    }

    @Test
    void followsRedirectsToHttpsAlone() {
        HttpsDownload https = new HttpsDownload(trust);
        https.download(at("/moved"), root.resolve("moved"));
        assertThat(root.resolve("moved")).hasBinaryContent(new byte[] {1, 2, 3, 4, 5});
        assertThatThrownBy(() -> https.download(at("/downgraded"), root.resolve("none")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("status 302");
    }

    @Test
    void saysWhatTheServerSays() {
        assertThatThrownBy(() -> new HttpsDownload(trust).download(at("/gone"), root.resolve("none")))
                .isInstanceOf(UserError.class)
                .hasMessage(at("/gone") + ": the server answers with status 404; is the address right?");
    }

    @Test
    void believesNoStranger() throws Exception {
        HttpsDownload https = new HttpsDownload(SSLContext.getDefault());
        assertThatThrownBy(() -> https.download(at("/letters"), root.resolve("none")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("cannot be downloaded (");
    }
}
