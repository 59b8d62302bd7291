// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A real Chromium without a window, by chromedriver and the WebDriver protocol. */
final class Browser implements AutoCloseable {

    static final String ENTER = "\uE007";
    static final String ESCAPE = "\uE00C";
    static final String TAB = "\uE004";

    /** The key of an element's id, by the protocol. */
    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process driver;
    private final String base;
    private String session;

    private Browser(Process driver, int port) {
        this.driver = driver;
        this.base = "http://127.0.0.1:" + port;
    }

    /** The program of that name, where there is one. */
    static Optional<Path> program(String name) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Browser open(Path chromedriver, int width, int height, boolean dark) throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process driver = new ProcessBuilder(chromedriver.toString(), "--port=" + port)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Browser browser = new Browser(driver, port);
        try {
            browser.begin(width, height, dark);
            return browser;
        } catch (Exception e) {
            browser.close();
            throw e;
        }
    }

    private void begin(int width, int height, boolean dark) throws Exception {
        for (int i = 0; ; i++) {
            try {
                call("GET", "/status", null);
                break;
            } catch (IOException e) {
                if (i == 100) {
                    throw e;
                }
                Thread.sleep(100);
            }
        }
        String body = "{\"capabilities\": {\"alwaysMatch\": {\"goog:loggingPrefs\": {\"browser\": \"ALL\"},"
                + " \"goog:chromeOptions\": {\"args\": [\"--headless=new\","
                + " \"--no-sandbox\", \"--disable-gpu\", \"--disable-dev-shm-usage\", \"--hide-scrollbars\","
                + " \"--no-proxy-server\", \"--window-size=" + width + "," + height + "\""
                + (dark ? ", \"--force-dark-mode\"" : "") + "]}}}}";
        session = "/session/"
                + call("POST", "/session", (ObjectNode) Serving.JSON.readTree(body))
                        .get("sessionId")
                        .asText();
        if (width < 600) { // a window has a least width; a telephone has less
            call("POST", session + "/goog/cdp/execute", (ObjectNode)
                    Serving.JSON.readTree("{\"cmd\": \"Emulation.setDeviceMetricsOverride\", \"params\":"
                            + " {\"width\": " + width + ", \"height\": " + height
                            + ", \"deviceScaleFactor\": 2, \"mobile\": true}}"));
        }
    }

    private JsonNode call(String method, String path, ObjectNode body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .method(
                        method,
                        method.equals("POST")
                                ? BodyPublishers.ofString(body == null ? "{}" : body.toString())
                                : BodyPublishers.noBody())
                .build();
        try {
            JsonNode value = Serving.JSON
                    .readTree(client.send(request, BodyHandlers.ofString()).body())
                    .get("value");
            if (value != null && value.has("error")) {
                throw new IOException(path + ": " + value.get("message").asText());
            }
            return value;
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static ObjectNode with(String name, String value) {
        return Serving.JSON.createObjectNode().put(name, value);
    }

    void go(URI address) throws IOException {
        call("POST", session + "/url", with("url", address.toString()));
    }

    String find(String selector) throws IOException {
        return call("POST", session + "/element", with("using", "css selector").put("value", selector))
                .get(ELEMENT)
                .asText();
    }

    void click(String selector) throws IOException {
        call("POST", session + "/element/" + find(selector) + "/click", null);
    }

    /** Keys to whatever has the focus, which is where a person's would go. */
    void type(String keys) throws IOException {
        String active =
                call("GET", session + "/element/active", null).get(ELEMENT).asText();
        call("POST", session + "/element/" + active + "/value", with("text", keys));
    }

    String text(String selector) throws IOException {
        return call("GET", session + "/element/" + find(selector) + "/text", null)
                .asText();
    }

    /** The role that a screen reader is told. */
    String role(String selector) throws IOException {
        return call("GET", session + "/element/" + find(selector) + "/computedrole", null)
                .asText();
    }

    /** The name that a screen reader is told. */
    String label(String selector) throws IOException {
        return call("GET", session + "/element/" + find(selector) + "/computedlabel", null)
                .asText();
    }

    JsonNode script(String script) throws IOException {
        ObjectNode body = with("script", script);
        body.putArray("args");
        return call("POST", session + "/execute/sync", body);
    }

    /** What the browser complains of: among it, whatever its policy has kept the page from. */
    String complaints() throws IOException {
        return call("POST", session + "/se/log", with("type", "browser")).toString();
    }

    void await(String what, BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 300; i++) {
            if (condition.getAsBoolean()) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError(what);
    }

    boolean is(String script) {
        try {
            return script("return " + script).asBoolean();
        } catch (IOException e) {
            return false;
        }
    }

    byte[] screenshot() throws IOException {
        return Base64.getDecoder()
                .decode(call("GET", session + "/screenshot", null).asText());
    }

    @Override
    public void close() {
        try {
            if (session != null) {
                call("DELETE", session, null);
            }
        } catch (IOException e) {
            // The driver is ended in any case.
        }
        driver.destroy();
    }
}
