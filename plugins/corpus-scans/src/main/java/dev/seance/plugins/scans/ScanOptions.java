// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.scans;

import dev.seance.api.plugin.Option;
import java.nio.file.Path;
import java.util.Objects;

/** The options of the sources that read files of pages: {@link AltoSource}, {@link PageXmlSource}, {@link HocrSource}. */
public record ScanOptions(
        @Option(
                doc =
                        "A folder of books, or one book. A book is a .zip, or a folder with a file a page, or the pages that"
                                + " a METS file lists. A METS or MODS file beside the pages, or in the folder above their own, names"
                                + " title, author and date.",
                // What lies there is in the key, by the source's revision; where it lies is not.
                excludedFromKey = Option.ANY)
        Path path,

        @Option(
                doc =
                        "The language of books whose METS or MODS does not say, as an ISO 639-1 code; empty when it is not"
                                + " known.",
                defaultValue = "")
        String language,

        @Option(
                doc =
                        "What is one document: with folders, the pages of a folder, of a .zip or of a METS file; with files,"
                                + " each file, for programs that write a whole book into one, and then METS and MODS are not read.",
                defaultValue = "folders")
        Documents documents) {

    public ScanOptions {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(language, "language");
        Objects.requireNonNull(documents, "documents");
    }
}
