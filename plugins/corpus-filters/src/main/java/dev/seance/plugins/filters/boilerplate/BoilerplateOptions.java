// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.filters.boilerplate;

import dev.seance.api.plugin.Option;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** The options of {@link BoilerplateFilter}. */
public record BoilerplateOptions(
        @Option(
                doc =
                        "A UTF-8 file with more phrases than those that come with the plugin: a kind, a tab and words a line,"
                                + " such as 'stamp', tab, 'ex libris'. Kinds are stamp (cut in capitals at a page's edge), mark (cut"
                                + " anywhere), notice (a page with two of them is cut), start and end (cut with what stands before"
                                + " or behind). # stands for a number, * for any word; lines that begin with # are comments.")
        Optional<Path> file,

        @Option(
                doc =
                        "Whether the phrases in 'file' replace those that come with the plugin, instead of adding to them.",
                defaultValue = "false")
        boolean replace) {

    public BoilerplateOptions {
        Objects.requireNonNull(file, "file");
        if (replace && file.isEmpty()) {
            throw new IllegalArgumentException(
                    "'replace: true' needs phrases to use instead; set 'file', or leave 'replace' out");
        }
    }
}
