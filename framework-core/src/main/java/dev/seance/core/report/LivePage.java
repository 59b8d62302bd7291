// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.serving.ServedPage;
import dev.seance.core.run.RunFolder;
import dev.seance.core.run.RunState;
import dev.seance.core.store.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The page that shows a run as it goes, with its files: it asks for {@value #DATA} every second, and draws what that says. In
 * the style of {@code report.html}, by which it is followed.
 */
public final class LivePage {

    private static final String DATA = "/progress.json";

    private final LiveRun run;
    private volatile long asked;
    private volatile boolean toldEnd;

    public LivePage(RunFolder folder) {
        this.run = new LiveRun(folder);
    }

    /** What to serve. */
    public List<ServedPage> files() throws IOException {
        byte[] style = Stylesheet.text().getBytes(StandardCharsets.UTF_8);
        return List.of(
                resource("/", "live.html", "text/html; charset=utf-8"),
                resource("/live.css", "live.css", "text/css; charset=utf-8"),
                resource("/live.js", "live.js", "text/javascript; charset=utf-8"),
                resource("/icon.svg", "live.svg", "image/svg+xml"),
                new ServedPage("/report.css", "text/css; charset=utf-8", () -> style),
                new ServedPage(DATA, "application/json", this::data));
    }

    private static ServedPage resource(String path, String name, String type) throws IOException {
        try (InputStream in = LivePage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the jar");
            }
            byte[] bytes = in.readAllBytes();
            return new ServedPage(path, type, () -> bytes);
        }
    }

    private byte[] data() {
        ObjectNode now = run.json();
        asked = System.nanoTime();
        toldEnd = !now.path("state").asText().equals(RunState.RUNNING.label());
        return Json.line(now).getBytes(StandardCharsets.UTF_8);
    }

    /** Whether somebody asked in the last seconds who has not heard yet that the run is over. */
    public boolean isWatched(long nanos) {
        return asked != 0 && !toldEnd && System.nanoTime() - asked < nanos;
    }
}
