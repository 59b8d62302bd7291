// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.folder;

import dev.seance.api.plugin.Option;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** The options of {@link FolderSource}. */
public record FolderOptions(
        @Option(
                doc = "The folder of .txt and .md files, one text each, compressed or not (.gz, .zst), also in .zip"
                        + " files; folders within it are read too. A metadata.jsonl or metadata.csv directly in it names"
                        + " the texts' titles, authors and years.",
                // What lies there is in the key, by the source's revision; where it lies is not.
                excludedFromKey = Option.ANY)
        Path path,

        @Option(
                doc =
                        "How the files are encoded, such as utf-8, windows-1252 or iso-8859-1. With auto each file is read"
                                + " as its byte order mark says, else as UTF-8, else, when it is not that, as windows-1252, which"
                                + " is noted; a file that can hardly be either is reported and not read, because a wrong guess"
                                + " would put wrong characters into the text unnoticed.",
                defaultValue = "auto")
        String encoding,

        @Option(doc = "The language of texts whose metadata do not say, as an ISO 639-1 code.", defaultValue = "en")
        String language,

        @Option(
                doc = "Whether a text without a year in its metadata takes it from its file's name, where the"
                        + " year is set off by an underscore or in parentheses: 1851_Moby_Dick.txt,"
                        + " PG2701_1851_Melville.txt, Moby Dick (1851).txt.",
                defaultValue = "true")
        boolean yearFromName) {

    public FolderOptions {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(language, "language");
        charset(encoding);
    }

    /** The encoding as a charset, or empty when each file's is to be found out. */
    Optional<Charset> charset() {
        return charset(encoding);
    }

    private static Optional<Charset> charset(String name) {
        if (name.equals("auto")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Charset.forName(name));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new IllegalArgumentException(
                    "encoding '" + name + "' is unknown; for example auto, utf-8, windows-1252, iso-8859-1, utf-16", e);
        }
    }
}
