// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import dev.seance.api.plugin.Option;
import java.nio.file.Path;
import java.util.Objects;

/** The options of {@link BritishLibrarySource}. */
public record BritishLibraryOptions(
        @Option(
                doc = "The folder of the data as the library publishes them: .tar.gz archives of a decade each, the"
                        + " .jsonl.gz files that are in them, or .parquet files. One of these files alone will do.",
                // What lies there is in the key, by the source's revision; where it lies is not.
                excludedFromKey = Option.ANY)
        Path path,

        @Option(
                doc = "Which of the layouts to read, where the folder has more than one: archives, files or parquet."
                        + " With auto, two layouts in one folder are an error, for they would give every item twice.",
                defaultValue = "auto")
        Layout layout) {

    public BritishLibraryOptions {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(layout, "layout");
    }
}
