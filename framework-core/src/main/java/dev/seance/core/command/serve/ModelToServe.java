// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.serve;

import dev.seance.api.serving.ModelOrigin;
import dev.seance.api.serving.ServedModel;
import dev.seance.core.command.CommandRuntime;
import dev.seance.core.command.ModelOfRun;
import dev.seance.core.command.RunChoice;
import dev.seance.core.command.WeightsOption;
import dev.seance.core.report.RunSummary;
import dev.seance.core.report.StepSummary;
import dev.seance.core.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;

/** Finds a model of a run with what its report says of its origin. */
final class ModelToServe {

    private ModelToServe() {}

    /** @param name as {@link dev.seance.api.model.RunModels#find} takes it, or a run's folder */
    static ServedModel find(CommandRuntime runtime, Path runs, String name, WeightsOption weights) throws IOException {
        // The path of a bundle may have a colon of its own.
        int colon = Files.isRegularFile(Path.of(name)) ? -1 : name.lastIndexOf(':');
        String step = colon < 0 ? null : name.substring(colon + 1);
        String runName = colon < 0 ? name : name.substring(0, colon);
        RunFolder run = RunChoice.finished(runs, runName);
        ModelOfRun found = ModelOfRun.find(runtime, run, step, weights);
        boolean named = runName.equals(run.recipe()) || runName.equals(run.label());
        return new ServedModel(
                // The path of a folder is nobody's business on the other side.
                (named ? runName : run.label()) + (step == null ? "" : ":" + step),
                found.artifact().fingerprint(),
                found.open(runtime),
                origin(RunSummary.read(run)));
    }

    private static ModelOrigin origin(RunSummary summary) {
        List<ModelOrigin.Books> corpora = summary.steps().stream()
                .filter(step -> step.funnel() != null)
                .map(ModelToServe::books)
                .toList();
        return new ModelOrigin(summary.title(), summary.era(), instant(summary.finished()), corpora);
    }

    private static ModelOrigin.Books books(StepSummary step) {
        return new ModelOrigin.Books(
                step.name(),
                step.metric("documentsOut").orElse(0.0).longValue(),
                step.metric("wordsOut").orElse(0.0).longValue(),
                step.funnel());
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return Instant.EPOCH; // of a report whose time somebody changed
        }
    }
}
