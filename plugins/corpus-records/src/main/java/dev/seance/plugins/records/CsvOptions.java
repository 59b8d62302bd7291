// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.records;

import dev.seance.api.plugin.Option;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Path;
import java.util.Objects;

/** The options of {@link CsvSource}. */
public record CsvOptions(
        @Option(
                doc = "A .csv or .tsv file, or a folder of them, compressed or not (.csv.gz, .csv.zst): the first row"
                        + " names the columns, each further row is a document.",
                excludedFromKey = Option.ANY)
        Path path,

        @Option(doc = "Which columns are what.", defaultValue = "{}")
        FieldOptions fields,

        @Option(doc = "The language of texts whose records do not say, as an ISO 639-1 code.", defaultValue = "en")
        String language,

        @Option(
                doc = "The character between two columns, or tab. With auto it is the tab, comma or semicolon that the"
                        + " first row has most of.",
                defaultValue = "auto")
        String delimiter,

        @Option(doc = "How the files are encoded, such as utf-8 or windows-1252.", defaultValue = "utf-8")
        String encoding) {

    public CsvOptions {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(fields, "fields");
        Objects.requireNonNull(language, "language");
        boolean one =
                delimiter.length() == 1 && delimiter.charAt(0) < 0x80 && "\"\r\n".indexOf(delimiter.charAt(0)) < 0;
        if (!one && !delimiter.equals("auto") && !delimiter.equals("tab")) {
            throw new IllegalArgumentException(
                    "delimiter '" + delimiter + "' is not one ASCII character; for example \",\", \";\" or tab");
        }
        charset(encoding);
    }

    Charset charset() {
        return charset(encoding);
    }

    /** The delimiter as a byte, or 0 for one that is to be found out. */
    byte separator() {
        return switch (delimiter) {
            case "auto" -> 0;
            case "tab" -> '\t';
            default -> (byte) delimiter.charAt(0);
        };
    }

    private static Charset charset(String name) {
        try {
            Charset charset = Charset.forName(name);
            if (",;\"\n".equals(new String(",;\"\n".getBytes(StandardCharsets.US_ASCII), charset))) {
                return charset;
            }
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new IllegalArgumentException(
                    "encoding '" + name + "' is unknown; for example utf-8, windows-1252", e);
        }
        throw new IllegalArgumentException(
                "encoding '" + name + "' is not one that has ASCII in it; convert the files to UTF-8");
    }
}
