// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.seance.api.corpus.CorpusSize;
import dev.seance.api.corpus.Funnel;
import dev.seance.api.serving.ModelOrigin;
import dev.seance.api.serving.ServedModel;
import dev.seance.api.testing.Browser;
import dev.seance.api.testing.ScriptedBackend;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page in a real browser; where there is none these tests are skipped. */
class PageTest {

    private static final String ATTACK =
            "<img src=x onerror=\"document.title='robbed'\"><script>document.title='robbed'"
                    + "</script><a href=\"javascript:alert(1)\">sir</a> [sir](javascript:alert(1))";

    private static final String GREETING =
            "Good day to you, sir. You find me at leisure, and very much at your service.";

    private static final Map<String, String> REPLIES = new LinkedHashMap<>(Map.of(
            "Good evening, sir.",
            GREETING,
            "Rob me.",
            ATTACK,
            "Talk on.",
            "And so ...",
            "Good evening, madam.",
            "I am no madam.",
            "Good evening, sir." + GREETING + "Who are you?",
            "I am Mr. Chatterbox, sir, and this is my house."));

    private Serving serving;
    private Browser browser;

    @BeforeEach
    void open() throws Exception {
        Optional<Path> driver = Browser.program("chromedriver");
        assumeTrue(driver.isPresent(), "there is no chromedriver");
        serving = Serving.of(
                new ServeOptions(4, 8, 60, 20, 1 << 20, 1100, 1, Serving.LIKELIEST.withMaxTokens(1000)),
                served("victorian", REPLIES),
                served("model-one", Map.of("Good evening, sir.", "It was on a cold evening in the year of our Lord.")));
        browser = Browser.open(driver.get(), 1180, 900, false);
        browser.go(serving.address());
        browser.await("the page is ready", () -> browser.is("document.querySelector('.log') !== null"));
    }

    @AfterEach
    void close() {
        if (browser != null) {
            browser.close();
        }
        if (serving != null) {
            serving.close();
        }
    }

    private static ServedModel served(String name, Map<String, String> replies) {
        CorpusSize all = new CorpusSize(369, 0, 2_003_292, 11_000_000);
        CorpusSize era = new CorpusSize(201, 0, 927_640, 5_000_000);
        Funnel.Stage stage = new Funnel.Stage("era", all, era, Map.of(), Map.of("after the era", 121L), List.of());
        return new ServedModel(
                name,
                "fingerprint",
                new ScriptedBackend(replies).model(name, 4096),
                new ModelOrigin(
                        name.equals("victorian") ? "Mr. Chatterbox" : "Model One",
                        "1837 to 1899, English",
                        Instant.parse("2026-11-27T05:00:00Z"),
                        List.of(new ModelOrigin.Books("books", 201, 927_640, Funnel.of(List.of(stage))))));
    }

    private void say(String message) throws Exception {
        browser.type(message + Browser.ENTER);
        browser.await(
                "it has been answered",
                () -> browser.is(
                        "document.getElementById('stop').hidden && document.querySelectorAll('.turn.model').length > 0"));
    }

    private long count(String selector) throws IOException {
        return browser.script("return document.querySelectorAll('" + selector + "').length")
                .asLong();
    }

    @Test
    void talksByKeyboardAlone() throws Exception {
        say("Good evening, sir.");
        say("Who are you?");
        assertThat(browser.text(".turn.model:last-child .said"))
                .isEqualTo("I am Mr. Chatterbox, sir, and this is my house.");
        assertThat(browser.script("return document.activeElement.id").asText()).isEqualTo("message");
        assertThat(browser.text("h1")).isEqualTo("Mr. Chatterbox");
        // Everything can be reached and seen to be reached.
        for (String id : List.of("new", "compare", "open-settings", "open-about", "message", "send")) {
            assertThat(browser.script("const one = document.getElementById('" + id + "'); one.focus();"
                                    + " return document.activeElement === one && one.tabIndex === 0")
                            .asBoolean())
                    .as(id)
                    .isTrue();
        }
        keepShot("conversation");
        assertThat(browser.complaints())
                .doesNotContain("Content Security Policy")
                .doesNotContain("SEVERE");
    }

    @Test
    void tellsScreenReadersWhatIsWhat() throws Exception {
        say("Good evening, sir.");
        assertThat(browser.role(".log")).isEqualTo("log");
        assertThat(browser.label(".log")).isEqualTo("Conversation with victorian");
        assertThat(browser.role("#message")).isEqualTo("textbox");
        assertThat(browser.label("#message")).isEqualTo("Your message");
        assertThat(browser.role("#status")).isEqualTo("status");
        assertThat(browser.role("#send")).isEqualTo("button");
        assertThat(browser.role(".column")).isEqualTo("region");
        assertThat(browser.label(".column select")).isEqualTo("Model");
        assertThat(browser.script("return document.querySelector('.log').getAttribute('aria-busy')")
                        .asText())
                .isEqualTo("false");
        assertThat(browser.script("return document.querySelector('.log').getAttribute('aria-live')")
                        .asText())
                .isEqualTo("polite");
        browser.click("#open-settings");
        assertThat(browser.role("#settings")).isEqualTo("dialog");
        assertThat(browser.label("#settings")).isEqualTo("Settings");
        assertThat(browser.label("#temperature")).isEqualTo("Temperature");
        assertThat(browser.role("#temperature")).isEqualTo("slider");
        browser.type(Browser.ESCAPE);
        assertThat(browser.is("document.getElementById('settings').open")).isFalse();
    }

    @Test
    void showsWhateverIsSaidAsText() throws Exception {
        say("Rob me.");
        assertThat(browser.text(".turn.model .said")).isEqualTo(ATTACK);
        say(ATTACK);
        assertThat(browser.script("return document.title").asText()).isEqualTo("Mr. Chatterbox");
        assertThat(count(".log img, .log script, .log a")).isZero();
        // And if something were to slip in, the policy would not let it run.
        browser.script(
                "const one = document.createElement('div'); one.innerHTML = '<img src=x onerror=\"document.title=1\">';"
                        + " document.body.append(one); const two = document.createElement('script'); two.textContent ="
                        + " 'document.title=2'; document.body.append(two);");
        Thread.sleep(200);
        assertThat(browser.script("return document.title").asText()).isEqualTo("Mr. Chatterbox");
    }

    @Test
    void stopsRegeneratesAndEdits() throws Exception {
        browser.type("Talk on." + Browser.ENTER);
        browser.await("it is being written", () -> browser.is("!document.getElementById('stop').hidden"));
        browser.type(Browser.ESCAPE);
        browser.await("it has been stopped", () -> browser.is("document.getElementById('stop').hidden"));
        browser.click("#new");
        say("Good evening, sir.");
        browser.click(".turn.model button");
        browser.await("it has been said again", () -> browser.is("document.getElementById('stop').hidden"));
        assertThat(count(".turn")).isEqualTo(2);
        assertThat(browser.text(".turn.model .said")).isEqualTo(GREETING);
        browser.click(".turn.user button");
        assertThat(browser.label("#message")).isEqualTo("Your message, said again");
        browser.script("document.getElementById('message').value = ''");
        say("Good evening, madam.");
        assertThat(count(".turn")).isEqualTo(2);
        assertThat(browser.text(".turn.model .said")).isEqualTo("I am no madam.");
    }

    @Test
    void setsTwoModelsSideBySide() throws Exception {
        browser.click("#compare");
        assertThat(count(".column")).isEqualTo(2);
        browser.click("#message");
        say("Good evening, sir.");
        browser.await("both have answered", () -> browser.is("document.getElementById('stop').hidden"));
        assertThat(browser.text(".column:first-child .turn.model .said")).isEqualTo(GREETING);
        assertThat(browser.text(".column:last-child .turn.model .said")).startsWith("It was on a cold evening");
        assertThat(browser.text("h1")).isEqualTo("Mr. Chatterbox and Model One");
        keepShot("two");
        browser.click("#compare");
        assertThat(count(".column")).isEqualTo(1);
    }

    @Test
    void tellsOfItsBooksAndItsLimits() throws Exception {
        browser.click("#open-about");
        assertThat(browser.text("#about"))
                .contains("Mr. Chatterbox")
                .contains("1837 to 1899, English")
                .contains("201 works of 927,640 words")
                .contains("369")
                .contains("Its limits");
        keepShot("about");
        browser.click("#about .chief");
        browser.click("#open-settings");
        keepShot("settings");
    }

    @Test
    void fitsTelephonesAndTheNight() throws Exception {
        browser.close();
        browser = Browser.open(Browser.program("chromedriver").orElseThrow(), 390, 844, false);
        browser.go(serving.address());
        browser.await("the page is ready", () -> browser.is("document.querySelector('.log') !== null"));
        browser.script("document.documentElement.dataset.theme = 'dark'");
        browser.click("#message");
        say("Good evening, sir.");
        assertThat(browser.script("return document.documentElement.scrollWidth <= window.innerWidth")
                        .asBoolean())
                .isTrue();
        assertThat(browser.script("const r = document.getElementById('send').getBoundingClientRect();"
                                + " return r.bottom <= window.innerHeight && r.height >= 40")
                        .asBoolean())
                .isTrue();
        keepShot("phone");
    }

    @Test
    void isServedUnderAStrictPolicy() throws IOException {
        for (String path : List.of("/", "/page.css", "/page.js")) {
            HttpResponse<String> file = serving.get(path);
            assertThat(file.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'")
                    .doesNotContain("unsafe")
                    .doesNotContain("http");
            assertThat(file.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(file.body().replaceAll("SPDX.*|Copyright.*", ""))
                    .doesNotContain("http://")
                    .doesNotContain("https://");
        }
    }

    /** For people to look at. */
    private void keepShot(String name) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "screenshots"));
        Files.write(folder.resolve(name + ".png"), browser.screenshot());
    }
}
