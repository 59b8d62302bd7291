// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.core.run.RunFolder;
import dev.seance.core.run.RunProgress;
import dev.seance.core.run.RunState;
import dev.seance.core.run.RunStatus;
import dev.seance.core.store.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A run as it stands now, for a page that asks again and again: what its process last said of its progress, the curves so far,
 * the warnings in its log, and how it ended. Reads the run's folder alone, so it may be the run of any process; of the
 * files that grow it reads what is new. Safe for use by several threads.
 */
final class LiveRun {

    private static final List<String> CURVES = List.of("loss", "bitsPerByte");
    private static final String SPEED = "tokensPerSecond";
    private static final int MAX_POINTS = 300;
    private static final int MAX_WARNINGS = 40;
    private static final int MAX_LENGTH = 2000;

    /** {@code 2026-11-27 17:20:01 WARN  Logger: message}, as the log has it. */
    private static final Pattern WARNING = Pattern.compile("\\S+ (\\S+) (?:WARN|ERROR) +[^ :]+: (.*)");

    private final RunFolder run;
    private final GrowingFile metrics;
    private final GrowingFile log;
    private final Map<String, Map<String, TreeMap<Long, Double>>> curves = new LinkedHashMap<>();
    private final Deque<String> warnings = new ArrayDeque<>();

    LiveRun(RunFolder run) {
        this.run = run;
        this.metrics = new GrowingFile(run.file(RunFolder.METRICS));
        this.log = new GrowingFile(run.file(RunFolder.LOG));
    }

    /**
     * The run now: the fields of {@link RunProgress}, and beside them {@code state}, {@code reason}, {@code seconds}, {@code
     * usd}, {@code warnings}, {@code failures} (gates that were not passed), and in each step {@code curves} and {@code
     * tokensPerSecond}.
     */
    synchronized ObjectNode json() {
        try {
            metrics.readNew(this::point);
            log.readNew(this::logged);
            // In this order: what has ended by now has said all it had to say.
            RunStatus status = RunStatus.of(run);
            Optional<RunProgress> progress = RunProgress.find(run);
            ObjectNode all = progress.map(found -> (ObjectNode) Json.mapper().valueToTree(found))
                    .orElseGet(() -> Json.mapper().createObjectNode().put("run", run.label()));
            all.put("state", status.state().label());
            all.put("reason", status.reason());
            double since = status.state() == RunState.RUNNING ? secondsSince(progress) : 0;
            all.put("seconds", progress.map(LiveRun::seconds).orElse(0.0) + since);
            double usd = 0;
            for (JsonNode step : all.withArray("steps")) {
                usd += step.path("usd").asDouble();
                complete((ObjectNode) step, since);
            }
            all.put("usd", usd);
            warnings.forEach(all.putArray("warnings")::add);
            ArrayNode failures = all.putArray("failures");
            RunSummary.find(run).ifPresent(summary -> summary.failures().forEach(failures::add));
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How long ago the run's process said how far it was. */
    private static double secondsSince(Optional<RunProgress> progress) {
        return progress.map(found -> seconds(found.written(), Instant.now().toString()))
                .orElse(0.0);
    }

    private static double seconds(RunProgress progress) {
        return seconds(progress.began(), progress.written());
    }

    private static double seconds(String from, String to) {
        try {
            return Math.max(
                    0, Duration.between(Instant.parse(from), Instant.parse(to)).toMillis() / 1e3);
        } catch (DateTimeException e) {
            return 0; // of a file that somebody changed
        }
    }

    private void complete(ObjectNode step, double since) {
        if (step.path("state").asText().equals(RunProgress.State.RUNNING.label())) {
            step.put("seconds", step.path("seconds").asDouble() + since);
        }
        Map<String, TreeMap<Long, Double>> figures =
                curves.getOrDefault(step.path("name").asText(), Map.of());
        ObjectNode drawn = step.putObject("curves");
        for (String figure : CURVES) {
            ArrayNode points = drawn.putArray(figure);
            new Curve(figures)
                    .points(figure, MAX_POINTS).stream()
                            .filter(Point::finite)
                            .forEach(point -> points.addArray().add(point.x()).add(point.y()));
        }
        TreeMap<Long, Double> speed = figures.getOrDefault(SPEED, new TreeMap<>());
        if (!speed.isEmpty()) {
            step.put(SPEED, speed.lastEntry().getValue());
        }
    }

    private void point(String line) {
        try {
            JsonNode row = Json.mapper().readTree(line);
            Map<String, TreeMap<Long, Double>> figures =
                    curves.computeIfAbsent(row.path("step").asText(), step -> new LinkedHashMap<>());
            Curve.add(row, figures);
            figures.keySet().removeIf(figure -> !CURVES.contains(figure) && !figure.equals(SPEED));
            TreeMap<Long, Double> speed = figures.getOrDefault(SPEED, new TreeMap<>());
            while (speed.size() > 1) {
                speed.pollFirstEntry(); // only the latest is shown
            }
        } catch (JsonProcessingException e) {
            return; // a line that a kill cut short
        }
    }

    private void logged(String line) {
        Matcher warning = WARNING.matcher(line);
        if (warning.matches()) {
            String text = warning.group(1) + " " + warning.group(2);
            warnings.add(text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…");
            if (warnings.size() > MAX_WARNINGS) {
                warnings.remove();
            }
        }
    }
}
