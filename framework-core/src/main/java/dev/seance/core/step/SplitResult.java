// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.seance.api.corpus.CorpusSize;
import dev.seance.api.corpus.Funnel;
import dev.seance.core.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * What became of one split; kept beside its two files, so that a killed step goes on after the splits it finished.
 *
 * @param split the split's id
 * @param validationSplit how documents were split
 * @param read documents and words as the source gave them
 * @param train documents for training
 * @param validation documents for validation
 * @param funnel what the filters did
 * @param firstId the document that would be chosen for validation first, or ""
 * @param firstRank its place in the order of choosing; above 1 when there is none
 * @param fileBytes sizes of the two files, the training file's first: after a power cut a file can be shorter. They are
 *     not forced onto the disk, which would cost more than most splits take to read
 */
record SplitResult(
        String split,
        ValidationSplit validationSplit,
        CorpusSize read,
        CorpusSize train,
        CorpusSize validation,
        Funnel funnel,
        String firstId,
        double firstRank,
        List<Long> fileBytes) {

    SplitResult {
        fileBytes = List.copyOf(fileBytes);
    }

    /** The finished result of that split at that place, if its files are there. */
    static Optional<SplitResult> find(Path folder, int index, String split, ValidationSplit validationSplit)
            throws IOException {
        Path file = resultFile(folder, index);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            SplitResult found = Json.read(file, SplitResult.class);
            boolean wanted = found.split.equals(split) && found.validationSplit.equals(validationSplit);
            return wanted && found.fileBytes.equals(fileBytes(folder, index)) ? Optional.of(found) : Optional.empty();
        } catch (JsonProcessingException | NoSuchFileException e) {
            // Torn by a power cut: the split is read again.
            return Optional.empty();
        }
    }

    /** Says that the split is finished. */
    void write(Path folder, int index) throws IOException {
        Path file = resultFile(folder, index);
        Path unfinished = Files.writeString(file.resolveSibling(file.getFileName() + ".tmp"), Json.line(this));
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Says that what is there is no longer finished. */
    static void delete(Path folder, int index) throws IOException {
        Files.deleteIfExists(resultFile(folder, index));
    }

    static List<Long> fileBytes(Path folder, int index) throws IOException {
        return List.of(Files.size(trainFile(folder, index)), Files.size(validationFile(folder, index)));
    }

    static Path trainFile(Path folder, int index) {
        return folder.resolve("split-" + index + ".train.zst");
    }

    static Path validationFile(Path folder, int index) {
        return folder.resolve("split-" + index + ".validation.zst");
    }

    private static Path resultFile(Path folder, int index) {
        return folder.resolve("split-" + index + ".json");
    }
}
