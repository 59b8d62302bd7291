// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A real Chromium without a window, by chromedriver and the WebDriver protocol. */
public final class Browser implements AutoCloseable {

    public static final String ENTER = "\uE007";
    public static final String ESCAPE = "\uE00C";
    public static final String TAB = "\uE004";

    /** The key of an element's id, by the protocol. */
    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

    /** Against hangs alone. */
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process driver;
    private final String base;
    private String session;

    private Browser(Process driver, int port) {
        this.driver = driver;
        this.base = "http://127.0.0.1:" + port;
    }

    /** The program of that name, where there is one. */
    public static Optional<Path> program(String name) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    public static Browser open(Path chromedriver, int width, int height, boolean dark) throws Exception {
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
                + call("POST", "/session", (ObjectNode) JSON.readTree(body))
                        .get("sessionId")
                        .asText();
        if (width < 600) { // a window has a least width; a telephone has less
            call("POST", session + "/goog/cdp/execute", (ObjectNode)
                    JSON.readTree("{\"cmd\": \"Emulation.setDeviceMetricsOverride\", \"params\":"
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
            JsonNode value = JSON.readTree(
                            client.send(request, BodyHandlers.ofString()).body())
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
        return JSON.createObjectNode().put(name, value);
    }

    public void go(URI address) throws IOException {
        call("POST", session + "/url", with("url", address.toString()));
    }

    public String find(String selector) throws IOException {
        return call("POST", session + "/element", with("using", "css selector").put("value", selector))
                .get(ELEMENT)
                .asText();
    }

    public void click(String selector) throws IOException {
        call("POST", session + "/element/" + find(selector) + "/click", null);
    }

    /** Keys to whatever has the focus, which is where a person's would go. */
    public void type(String keys) throws IOException {
        String active =
                call("GET", session + "/element/active", null).get(ELEMENT).asText();
        call("POST", session + "/element/" + active + "/value", with("text", keys));
    }

    public String text(String selector) throws IOException {
        return call("GET", session + "/element/" + find(selector) + "/text", null)
                .asText();
    }

    /** The role that a screen reader is told. */
    public String role(String selector) throws IOException {
        return call("GET", session + "/element/" + find(selector) + "/computedrole", null)
                .asText();
    }

    /** The name that a screen reader is told. */
    public String label(String selector) throws IOException {
        return call("GET", session + "/element/" + find(selector) + "/computedlabel", null)
                .asText();
    }

    public JsonNode script(String script) throws IOException {
        ObjectNode body = with("script", script);
        body.putArray("args");
        return call("POST", session + "/execute/sync", body);
    }

    /** What the browser complains of: among it, whatever its policy has kept the page from. */
    public String complaints() throws IOException {
        return call("POST", session + "/se/log", with("type", "browser")).toString();
    }

    public void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < end) {
            if (condition.getAsBoolean()) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError(what);
    }

    public boolean is(String script) {
        try {
            return script("return " + script).asBoolean();
        } catch (IOException e) {
            return false;
        }
    }

    public byte[] screenshot() throws IOException {
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
