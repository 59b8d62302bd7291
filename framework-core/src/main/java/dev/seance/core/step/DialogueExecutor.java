// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import dev.seance.api.corpus.Corpus;
import dev.seance.api.corpus.Document;
import dev.seance.api.corpus.Subset;
import dev.seance.api.dialogue.Dialogue;
import dev.seance.api.dialogue.DialogueExtractor;
import dev.seance.api.run.StepContext;
import dev.seance.api.run.StopException;
import dev.seance.api.run.UserError;
import dev.seance.core.failure.ResourceExhausted;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes dialogues out of a corpus's training part; what is held out stays unseen here too. */
record DialogueExecutor(DialogueExtractor extractor, Corpus corpus, ReplyFilters filters, StageRunner runner)
        implements StepExecutor {

    @Override
    public Map<String, Double> make(Path output, StepContext context) throws IOException {
        int shards = corpus.shards(Subset.TRAIN);
        context.progress().begin("extracting", corpus.size(Subset.TRAIN).documents(), "documents");
        try (DialogueOutput dialogues = new DialogueOutput(output)) {
            runner.inOrder(IntStream.range(0, shards).boxed().toList(), shard -> extract(shard, context), found -> {
                for (Dialogue dialogue : found) {
                    dialogues.write(dialogue);
                }
            });
            filters.dropped().forEach(dialogues::drop);
            if (dialogues.hasDropped()) {
                long dropped = filters.dropped().values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
                context.progress().note(dialogues.droppedInWords(dialogues.count() + dropped));
            }
            if (dialogues.count() == 0) {
                throw new UserError("[" + context.step() + "] found no dialogue in the "
                        + corpus.size(Subset.TRAIN).documents() + " documents of '" + corpus.name()
                        + "'; are there novels with quoted speech among them? Loosen the step's options, or take the"
                        + " step out of the recipe");
            }
            return dialogues.figures();
        }
    }

    private List<Dialogue> extract(int shard, StepContext context) throws IOException {
        List<Dialogue> found = new ArrayList<>();
        try (Stream<Document> documents = corpus.read(Subset.TRAIN, shard)) {
            for (Iterator<Document> rest = documents.iterator(); rest.hasNext(); ) {
                if (context.stopRequested()) {
                    throw new StopException("this step starts again");
                }
                Document document = rest.next();
                try (Stream<Dialogue> dialogues = extractor.extract(document)) {
                    dialogues.map(filters::judge).flatMap(Optional::stream).forEach(found::add);
                } catch (OutOfMemoryError | StackOverflowError | ResourceExhausted e) {
                    throw ResourceExhausted.during("document '" + document.id() + "'", e);
                }
                context.progress().advance(1);
            }
        }
        return found;
    }
}
