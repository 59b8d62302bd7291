// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.core.run.RunFolder;
import dev.seance.core.store.Artifact;
import dev.seance.core.store.EvaluationJson;
import dev.seance.core.store.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * All that a page shows, for a program: the fields of {@code report.json}, and beside them {@code recipeText}, {@code curves}
 * (a list of points a step) and {@code evaluations} (what each evaluator wrote). It is in the page itself, as a link that
 * saves it, so that the page alone can be handed on.
 */
final class PageData {

    private PageData() {}

    static void link(Html html, RunFolder run, RunSummary summary, List<ReportedStep> steps) throws IOException {
        byte[] json = Json.line(of(run, summary, steps)).getBytes(StandardCharsets.UTF_8);
        html.open("p");
        html.element(
                "a",
                "Everything on this page as JSON",
                "download",
                summary.run().replace('/', '-') + ".json",
                "href",
                "data:application/json;base64," + Base64.getEncoder().encodeToString(json));
        html.close().line();
    }

    static ObjectNode of(RunFolder run, RunSummary summary, List<ReportedStep> steps) throws IOException {
        ObjectNode all = Json.mapper().valueToTree(summary);
        if (Files.isRegularFile(run.file(RunFolder.RECIPE))) {
            all.put("recipeText", Files.readString(run.file(RunFolder.RECIPE)));
        }
        ObjectNode curves = all.putObject("curves");
        ObjectNode evaluations = all.putObject("evaluations");
        for (ReportedStep step : steps) {
            Optional<Path> curve = step.file(Artifact.CURVE);
            if (curve.isPresent()) {
                for (String line : Files.readAllLines(curve.get())) {
                    curves.withArray(step.step().name()).add(Json.mapper().readTree(line));
                }
            }
            Optional<Path> evaluation = step.file(EvaluationJson.FILE);
            if (evaluation.isPresent()) {
                evaluations.set(step.step().name(), Json.mapper().readTree(Files.readString(evaluation.get())));
            }
        }
        return all;
    }
}
