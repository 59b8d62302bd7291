// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.corpus;

import dev.seance.api.corpus.CorpusSource;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.InputSplit;
import dev.seance.api.run.UserError;
import dev.seance.core.command.CommandRuntime;
import dev.seance.core.plan.PlannedStep;
import dev.seance.core.recipe.Problems;
import dev.seance.core.run.RunFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The documents of a run's corpus as the source gives them now, before any filter. */
final class OriginalDocuments implements AutoCloseable {

    private final CommandRuntime runtime;
    private final RunFolder run;

    /** @param runtime is closed with this */
    OriginalDocuments(CommandRuntime runtime, RunFolder run) {
        this.runtime = runtime;
        this.run = run;
    }

    /**
     * Reads a document.
     *
     * @param name the step, as the run's recipe calls it
     * @throws UserError when the source is not there any more, or has no such document
     */
    Document find(String name, String id) throws IOException {
        String recipe = run.file(RunFolder.RECIPE).toString();
        PlannedStep step = runtime.plan(recipe, List.of(), Optional.empty(), true, new Problems()).steps().stream()
                .filter(planned -> planned.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UserError(recipe + " has no step '" + name + "'"));
        CorpusSource source = step.extension().create(runtime.host(), CorpusSource.class);
        List<InputSplit> splits = new ArrayList<>(source.splits());
        // Where a split is a document, or is named for its documents, it is the first that is tried.
        splits.sort(Comparator.comparing(split -> !split.id().contains(id)));
        for (InputSplit split : splits) {
            try (Stream<Document> documents = source.read(split, bad -> {})) {
                Optional<Document> found =
                        documents.filter(document -> document.id().equals(id)).findFirst();
                if (found.isPresent()) {
                    return found.get();
                }
            }
        }
        throw new UserError("the source of step '" + name + "' has no document '" + id
                + "' any more, so its text before the filters cannot be shown");
    }

    @Override
    public void close() {
        runtime.close();
    }
}
