// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.run;

import dev.seance.core.store.AtomicFiles;
import dev.seance.core.store.StoreCleanup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the runs of a folder use of its store.
 *
 * @param folder the runs folder
 */
public record StoreUse(Path folder) implements StoreCleanup.Runs {

    @Override
    public Set<String> used() {
        Set<String> used = new TreeSet<>();
        RunFolder.list(folder).forEach(run -> used.addAll(RunReferences.fingerprints(run)));
        return used;
    }

    @Override
    public List<Path> temporaryFiles() throws IOException {
        List<Path> temporary = new ArrayList<>();
        for (RunFolder run : RunFolder.list(folder)) {
            if (RunStatus.of(run).state() != RunState.RUNNING) {
                try (Stream<Path> files = Files.list(run.folder())) {
                    files.filter(AtomicFiles::isTemporary).forEach(temporary::add);
                }
            }
        }
        return temporary;
    }
}
