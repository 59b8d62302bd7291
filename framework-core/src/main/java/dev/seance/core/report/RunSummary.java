// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.report;

import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.UserError;
import dev.seance.core.run.RunFolder;
import dev.seance.core.run.RunStatus;
import dev.seance.core.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A finished run: {@code report.json}, what {@code report --json} prints. Fields may be added; those there are keep their
 * names and meaning.
 *
 * @param recipe the recipe's name
 * @param title what the model is called
 * @param era the years and the language in words, or ""
 * @param run {@code recipe/n}, as commands take it
 * @param finished when, in ISO 8601
 * @param seconds how long the steps took that this run made itself
 * @param usd what all its steps cost, those included that an earlier run made: calls to language models, and the machine
 *     where the recipe states its price
 * @param steps the steps in the order of work
 * @param exports files made for other programs
 */
public record RunSummary(
        String recipe,
        String title,
        String era,
        String run,
        String finished,
        double seconds,
        double usd,
        List<StepSummary> steps,
        List<ExportSummary> exports) {

    public RunSummary {
        Objects.requireNonNull(recipe, "recipe");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(era, "era");
        steps = List.copyOf(steps);
        exports = List.copyOf(exports);
    }

    /**
     * Reads a run's summary.
     *
     * @throws UserError when the run has none because it did not finish, or when it is damaged
     */
    public static RunSummary read(RunFolder run) {
        return find(run)
                .orElseThrow(() -> new UserError("run " + run.label() + " has no report, it did not finish ("
                        + RunStatus.of(run).describe()
                        + "); when it is not running, run the same 'seance run' command again to resume: finished steps and"
                        + " checkpoints are saved. Its log is "
                        + run.file(RunFolder.LOG)));
    }

    /** A run's summary; empty when the run did not finish. */
    public static Optional<RunSummary> find(RunFolder run) {
        Path file = run.file(RunFolder.SUMMARY);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(file, RunSummary.class));
        } catch (IOException e) {
            throw new UserError(
                    file + ": damaged report (" + e.getMessage() + "); give the same 'seance run' command again, it"
                            + " takes the finished steps from the store and writes a new one",
                    e);
        }
    }

    /** The last step that made a model: the one to talk to. */
    public Optional<StepSummary> lastModel() {
        String model = ArtifactKind.MODEL.name().toLowerCase(Locale.ROOT);
        return steps.stream().filter(step -> model.equals(step.makes())).reduce((earlier, later) -> later);
    }

    /** All gates that were not passed, each with its step. */
    public List<String> failures() {
        return steps.stream()
                .flatMap(step -> step.failures().stream().map(failure -> "[" + step.name() + "] " + failure))
                .toList();
    }
}
