// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.step;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.seance.api.corpus.CorpusSize;
import dev.seance.api.corpus.Funnel;
import dev.seance.api.corpus.Skipped;
import dev.seance.core.store.Json;
import dev.seance.kit.stage.SplitOutcome;
import dev.seance.kit.stage.ValidationSplit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * What became of one split in one pass; kept beside its files, so that a killed step goes on after the splits it finished.
 *
 * @param split the split's id
 * @param validationSplit how documents were split; null in a pass that does not write the corpus
 * @param read what was read
 * @param train documents for training
 * @param validation documents for validation
 * @param funnel what the filters did
 * @param bad what the source could not read
 * @param first the document that would be chosen for validation first, or ""
 * @param firstRank its place in the order of choosing; above 1 when there is none
 * @param fileBytes sizes of the files: after a power cut a file can be shorter. They are not forced onto the disk, which
 *     would cost more than most splits take to read
 */
record SplitResult(
        String split,
        ValidationSplit validationSplit,
        CorpusSize read,
        CorpusSize train,
        CorpusSize validation,
        Funnel funnel,
        List<Skipped> bad,
        String first,
        double firstRank,
        List<Long> fileBytes) {

    SplitResult {
        bad = List.copyOf(bad);
        fileBytes = List.copyOf(fileBytes);
    }

    static SplitResult of(String split, ValidationSplit validationSplit, SplitOutcome outcome, List<Long> fileBytes) {
        return new SplitResult(
                split,
                validationSplit,
                outcome.read(),
                outcome.train(),
                outcome.validation(),
                outcome.funnel(),
                outcome.bad(),
                outcome.first(),
                outcome.firstRank(),
                fileBytes);
    }

    /** The finished result of that split in a pass, if its files are there; null if not. */
    static SplitResult find(SplitFiles files, CorpusPass pass, String split, ValidationSplit validationSplit)
            throws IOException {
        if (!Files.exists(files.result())) {
            return null;
        }
        try {
            SplitResult found = Json.read(files.result(), SplitResult.class);
            boolean wanted =
                    found.split.equals(split) && java.util.Objects.equals(found.validationSplit, validationSplit);
            return wanted && found.fileBytes.equals(files.sizes(pass)) ? found : null;
        } catch (JsonProcessingException | NoSuchFileException e) {
            // Torn by a power cut: the split is read again.
            return null;
        }
    }

    /** Says that the split is finished. */
    void write(SplitFiles files) throws IOException {
        Path file = files.result();
        Path unfinished = Files.writeString(file.resolveSibling(file.getFileName() + ".tmp"), Json.line(this));
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
