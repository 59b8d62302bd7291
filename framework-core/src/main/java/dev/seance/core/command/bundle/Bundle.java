// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.bundle;

import dev.seance.api.run.ArtifactKind;
import dev.seance.api.run.Progress;
import dev.seance.core.bundle.BundleIndex;
import dev.seance.core.bundle.BundleWriter;
import dev.seance.core.report.RunSummary;
import dev.seance.core.report.StepSummary;
import dev.seance.core.run.RunFolder;
import dev.seance.core.store.Artifact;
import dev.seance.core.store.ArtifactStore;
import dev.seance.core.store.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What goes into one file to be taken to another machine.
 *
 * @param run what came out of the run, without the files it exported
 * @param number of the run
 * @param backend the engine that the models were made with, by its name
 * @param models the models by the steps that made them, in the order of work
 * @param licence the text of the licence they are given under; empty when whoever made this chose none
 */
public record Bundle(
        RunSummary run, int number, String backend, Map<String, Artifact> models, Optional<String> licence) {

    /** The card, which whoever opens the file as what it is, a zip file, reads first. */
    static final String CARD = "README.md";

    static final String LICENCE = "LICENSE.txt";

    /**
     * Writes it.
     *
     * @param out stays open
     * @param progress told of every byte
     * @param stop asked often whether to stop
     */
    public void write(OutputStream out, Progress progress, BooleanSupplier stop) throws IOException {
        List<String> steps = List.copyOf(models.keySet());
        BundleIndex empty = new BundleIndex(
                BundleIndex.FORMAT, BundleIndex.VERSION, run.title(), run.recipe(), number, steps, List.of());
        BundleWriter writer = new BundleWriter(progress, stop);
        writer.add(CARD, BundleCard.of(run, steps, licence.isPresent()));
        licence.ifPresent(text -> writer.add(LICENCE, text));
        writer.add(empty.run() + "/" + RunFolder.RECIPE, recipe());
        writer.add(empty.run() + "/" + RunFolder.SUMMARY, Json.pretty(summary()) + "\n");
        models.forEach((step, model) -> writer.add(
                BundleIndex.RUNS + RunFolder.STORE + "/" + ArtifactStore.name(ArtifactKind.MODEL) + "/"
                        + model.fingerprint() + "/",
                model));
        writer.write(empty.of(writer.files()), out);
    }

    /** What using a model needs of its recipe. The engine's options are those of the machine that trained it. */
    private String recipe() {
        return "recipe: " + run.recipe() + "\ntitle: " + Json.line(run.title()) + "\nbackend: {" + backend + ": {}}\n";
    }

    /** Without the models that are not in it, so that nobody looks for them. */
    private RunSummary summary() {
        List<StepSummary> there = run.steps().stream()
                .filter(step ->
                        !step.makes().equals(ArtifactStore.name(ArtifactKind.MODEL)) || models.containsKey(step.name()))
                .toList();
        return new RunSummary(
                run.recipe(),
                run.title(),
                run.era(),
                run.run(),
                run.finished(),
                run.seconds(),
                run.usd(),
                there,
                List.of());
    }
}
