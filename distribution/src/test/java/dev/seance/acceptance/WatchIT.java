// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seance.api.testing.Browser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A run on a page: while it goes, when it has ended, and from another process. In a real browser where there is one. */
class WatchIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SHOWN = Pattern.compile("showing the run at (http://\\S+)");

    private final HttpClient client = HttpClient.newHttpClient();

    private JsonNode progress(URI page) throws Exception {
        URI data = page.resolve("progress.json");
        return JSON.readTree(client.send(HttpRequest.newBuilder(data).build(), BodyHandlers.ofString())
                .body());
    }

    @Test
    void showsARunWhileItGoesAndHowItEnded() throws Exception {
        Seance seance = MicroRun.prepared("watched run");
        StringBuilder said = new StringBuilder();
        Started run = seance.start("run", MicroRun.RECIPE, "--until", "base", "--watch", "--port", "0");
        run.says(err -> {
            said.setLength(0);
            said.append(err);
            return SHOWN.matcher(err).find();
        });
        Matcher shown = SHOWN.matcher(said);
        assertThat(shown.find()).as(said.toString()).isTrue();
        URI page = URI.create(shown.group(1));
        JsonNode now = progress(page);
        assertThat(now.path("state").asText()).isEqualTo("running");
        assertThat(page.getHost()).isEqualTo("127.0.0.1");

        Optional<Path> driver = Browser.program("chromedriver");
        if (driver.isPresent()) {
            try (Browser browser = Browser.open(driver.get(), 390, 844, true)) {
                browser.go(page);
                browser.await(
                        "it says how the run ended",
                        () -> browser.is("document.getElementById('state').textContent.startsWith('It has finished')"));
                check(browser);
            }
        } else {
            while (now.path("state").asText().equals("running")) {
                Thread.sleep(200);
                now = progress(page);
            }
            assertThat(now.path("state").asText()).isEqualTo("finished");
        }
        run.finish(Seance.PATIENCE).exits(0);
        again(seance);
    }

    /** As people, screen readers and telephones have it. */
    private static void check(Browser browser) throws Exception {
        assertThat(browser.text("h1")).isEqualTo("The Least of Novelists");
        assertThat(browser.text("#steps"))
                .contains("books")
                .contains("corpus folder")
                .contains("made in");
        assertThat(browser.role("#state")).isEqualTo("status");
        assertThat(browser.text("[aria-label=\"base\"] .samples")).contains("at step 30");
        assertThat(browser.label("[aria-label=\"base\"] svg"))
                .contains("Loss in training")
                .contains("at step 30");
        assertThat(browser.script("return document.documentElement.scrollWidth <= window.innerWidth")
                        .asBoolean())
                .isTrue();
        assertThat(browser.complaints())
                .doesNotContain("Content Security Policy")
                .doesNotContain("SEVERE");
        Files.write(
                Files.createDirectories(Path.of("target", "screenshots")).resolve("watch.png"), browser.screenshot());
    }

    private void again(Seance seance) throws Exception {
        Started watch = seance.start("watch", "micro", "--port", "0", "--json");
        try {
            URI page = URI.create(JSON.readTree(watch.answers(out -> out.strip().endsWith("}")))
                    .get("address")
                    .asText());
            JsonNode ended = progress(page);
            assertThat(ended.path("state").asText()).isEqualTo("finished");
            assertThat(ended.at("/steps/2/curves/loss")).hasSize(30);
            assertThat(ended.at("/steps/2/samples/0/position").asInt()).isEqualTo(30);
            assertThat(ended.toString()).doesNotContain(seance.folder().toString());
        } finally {
            watch.terminate();
        }
        watch.finish(Seance.PATIENCE).exits(0);
        assertThat(seance.run("watch", "nobody").isTheUsersMistake().err()).contains("no run 'nobody'");
    }
}
