// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.command.tokenizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seance.api.corpus.Subset;
import dev.seance.api.run.StepContext;
import dev.seance.api.tokenizer.Vocabulary;
import dev.seance.core.command.CommandProblems;
import dev.seance.core.run.Durations;
import dev.seance.core.store.AtomicFiles;
import dev.seance.core.store.Json;
import dev.seance.core.text.TextFiles;
import dev.seance.kit.tokens.CorpusEncoder;
import dev.seance.kit.tokens.EncodedCorpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A folder of token shards, one a file, as trainers read them. It appears when all of it is there: a shard does not say
 * which vocabulary its tokens are of, so shards of two must never meet in a folder.
 *
 * @param folder where it shall be
 */
record ShardFolder(Path folder) {

    void check(CommandProblems mistakes) {
        if (Files.exists(folder)) {
            mistakes.add("--to " + folder + ": this is there already; give a name that is free");
        }
    }

    /** What was written. */
    record Written(Path folder, int documents, long tokens, long bytes, double seconds) {

        String inWords() {
            return String.format(
                    Locale.ROOT,
                    "%s: %,d tokens of %,d %s, a marker each included, %.3f bytes a token, in %s",
                    folder,
                    tokens,
                    documents,
                    documents == 1 ? "document" : "documents",
                    (double) bytes / tokens,
                    Durations.inWords(seconds));
        }

        ObjectNode json() {
            return Json.mapper()
                    .createObjectNode()
                    .put("folder", folder.toString())
                    .put("documents", documents)
                    .put("tokens", tokens)
                    .put("bytes", bytes)
                    .put("bytesPerToken", (double) bytes / tokens)
                    .put("seconds", seconds);
        }
    }

    Written write(TextFiles corpus, Vocabulary vocabulary, int threads, StepContext context) throws IOException {
        long began = System.nanoTime();
        Path place = folder.toAbsolutePath().normalize();
        Path unfinished = place.resolveSibling("." + place.getFileName() + ".tmp");
        AtomicFiles.deleteTree(unfinished);
        try {
            EncodedCorpus encoded = new CorpusEncoder(
                            corpus, vocabulary, unfinished, context.progress(), context::stopRequested)
                    .encode(Subset.TRAIN, threads);
            AtomicFiles.publish(unfinished, place);
            return new Written(
                    folder, encoded.documents(), encoded.tokens(), corpus.bytes(), (System.nanoTime() - began) / 1e9);
        } finally {
            AtomicFiles.deleteTree(unfinished);
        }
    }
}
