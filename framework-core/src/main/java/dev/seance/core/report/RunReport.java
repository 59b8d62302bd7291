// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import dev.seance.api.corpus.Funnel;
import dev.seance.core.recipe.Era;
import dev.seance.core.recipe.Recipe;
import dev.seance.core.recipe.Step;
import dev.seance.core.run.RunFolder;
import dev.seance.core.run.StepResult;
import dev.seance.core.store.ArtifactStore;
import dev.seance.core.store.AtomicFiles;
import dev.seance.core.store.Json;
import dev.seance.core.store.StoredCorpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the results of a run: the page for people, then the summary for scripts, whose presence says "finished". */
public final class RunReport {

    private static final Logger LOG = LoggerFactory.getLogger(RunReport.class);

    private RunReport() {}

    /**
     * Writes {@code report.html} and then {@code report.json} into the run's folder.
     *
     * @param folder the run's folder, with the recipe as it was run in it
     * @param recipe what was run
     * @param results what became of each step
     * @param store where the artifacts are
     * @param clock says when the run finished
     * @return the summary that was written
     */
    public static RunSummary write(
            RunFolder folder, Recipe recipe, List<StepResult> results, ArtifactStore store, Clock clock)
            throws IOException {
        List<StepSummary> steps = new ArrayList<>();
        for (StepResult result : results) {
            steps.add(StepSummary.of(result, funnel(result, store)));
        }
        RunSummary summary = new RunSummary(
                recipe.name(),
                recipe.title(),
                recipe.era().map(Era::inWords).orElse(""),
                folder.label(),
                Instant.now(clock).truncatedTo(ChronoUnit.SECONDS).toString(),
                steps.stream()
                        .filter(step -> !step.cached())
                        .mapToDouble(StepSummary::seconds)
                        .sum(),
                steps.stream().mapToDouble(StepSummary::usd).sum(),
                steps,
                exports(folder, recipe));
        writePage(folder, summary, store);
        AtomicFiles.write(folder.file(RunFolder.SUMMARY), Json.pretty(summary) + "\n");
        return summary;
    }

    /** For people only: a page that cannot be written must not make a finished run an unfinished one. */
    private static void writePage(RunFolder folder, RunSummary summary, ArtifactStore store) {
        try {
            AtomicFiles.write(folder.file(RunFolder.REPORT), RunPage.of(folder, summary, store));
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} is not written: {}", folder.file(RunFolder.REPORT), e.toString());
        }
    }

    private static Optional<Funnel> funnel(StepResult result, ArtifactStore store) throws IOException {
        Optional<Path> file =
                ReportedStep.of(StepSummary.of(result, Optional.empty()), store).file(StoredCorpus.FUNNEL);
        return file.isPresent() ? Optional.of(Json.read(file.get(), Funnel.class)) : Optional.empty();
    }

    private static List<ExportSummary> exports(RunFolder folder, Recipe recipe) throws IOException {
        List<ExportSummary> exports = new ArrayList<>();
        for (Step step : recipe.steps()) {
            Path export = folder.export(step.name());
            if (step.kind().makes().isEmpty() && Files.isDirectory(export)) {
                exports.add(new ExportSummary(step.name(), step.plugin(), files(folder, export)));
            }
        }
        return exports;
    }

    private static List<String> files(RunFolder folder, Path export) throws IOException {
        try (Stream<Path> files = Files.walk(export)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.folder().relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }
}
