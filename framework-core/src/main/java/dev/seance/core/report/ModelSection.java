// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import dev.seance.api.run.ArtifactKind;
import dev.seance.core.store.Artifact;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** How a training went: its figures and its curves. */
final class ModelSection implements ArtifactSection {

    /** As many as a chart has room for; a long training has thousands of times more. */
    private static final int MAX_POINTS = 500;

    private static final Set<String> LEADING =
            Set.of("parameters", "bitsPerByte", "bitsPerByteBefore", "tokensPerSecond", "mfu", "tokens", "steps");

    @Override
    public ArtifactKind kind() {
        return ArtifactKind.MODEL;
    }

    @Override
    public List<String> headline() {
        return List.of("parameters", "bitsPerByte");
    }

    @Override
    public void write(Html html, ReportedStep reported) throws IOException {
        StepSummary step = reported.step();
        html.element("h2", "Training: " + step.name());
        MetricList figures = new MetricList().add(step, "parameters");
        Optional<Double> before = step.metric("bitsPerByteBefore");
        Optional<Double> after = step.metric("bitsPerByte");
        if (before.isPresent() && after.isPresent()) {
            figures.add(
                    "bits per byte, before and after",
                    MetricFormat.value(before.get()) + " → " + MetricFormat.value(after.get()));
        } else {
            figures.add(step, "bitsPerByteBefore", "bitsPerByte");
        }
        figures.add(step, "tokens", "steps", "tokensPerSecond", "mfu").addAllBut(step, LEADING);
        figures.write(html);
        Optional<Path> file = reported.file(Artifact.CURVE);
        if (file.isEmpty()) {
            html.element("p", "No curve was kept of this training.", "class", "note");
            return;
        }
        Curve curve = Curve.read(file.get());
        new SvgChart(
                        "Loss: how surprised the model is by the next token; lower is better",
                        "optimiser steps",
                        "loss (nats a token)",
                        series(curve, "in training", "loss", "on held-out text", "validationLoss"))
                .draw(html);
        if (curve.count("loss") > MAX_POINTS) {
            html.element(
                    "p",
                    "In training: " + MetricFormat.value(curve.count("loss")) + " steps, neighbours averaged.",
                    "class",
                    "note");
        }
        List<Series> bits = series(curve, "on held-out text", "bitsPerByte");
        if (!bits.isEmpty()) {
            new SvgChart(
                            "Bits per byte: the same, comparable between vocabularies",
                            "optimiser steps",
                            "bits per byte",
                            bits)
                    .draw(html);
        }
    }

    /** @param namesAndMetrics a name in words and the figure it is for, in turn */
    private static List<Series> series(Curve curve, String... namesAndMetrics) {
        return IntStream.range(0, namesAndMetrics.length / 2)
                .mapToObj(i -> new Series(namesAndMetrics[2 * i], curve.points(namesAndMetrics[2 * i + 1], MAX_POINTS)))
                .filter(line -> !line.points().isEmpty())
                .toList();
    }
}
