// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.folder;

import dev.seance.api.plugin.Option;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Path;
import java.util.Objects;

/** The options of {@link FolderSource}. */
public record FolderOptions(
        @Option(
                doc = "The folder of .txt and .txt.gz files, one text each; folders within it are read too. A"
                        + " metadata.jsonl directly in it names the texts' titles, authors and years.",
                // What lies there is in the key, by the source's revision; where it lies is not.
                excludedFromKey = Option.ANY)
        Path path,

        @Option(
                doc =
                        "How the files are encoded, such as utf-8, windows-1252 or iso-8859-1. A file that is not"
                                + " so encoded is an error, because a wrong guess would put wrong characters into the text unnoticed.",
                defaultValue = "utf-8")
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

    /** The encoding as a charset. */
    Charset charset() {
        return charset(encoding);
    }

    private static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new IllegalArgumentException(
                    "encoding '" + name + "' is unknown; for example utf-8, windows-1252, iso-8859-1, utf-16", e);
        }
    }
}
