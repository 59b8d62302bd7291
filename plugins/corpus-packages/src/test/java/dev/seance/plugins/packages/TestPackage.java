// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.packages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Packs invented texts the way the registry does. */
final class TestPackage {

    private final Path file;
    private final TarArchiveOutputStream tar;

    private TestPackage(Path file) throws IOException {
        this.file = file;
        Files.createDirectories(file.getParent());
        tar = new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(file)), "UTF-8");
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    }

    /** A package that does not say which it is. */
    static TestPackage at(Path file) throws IOException {
        return new TestPackage(file).with("package/package.json", "{}");
    }

    static TestPackage at(Path file, String name, String version) throws IOException {
        return new TestPackage(file)
                .with(
                        "package/package.json",
                        "{\"author\": {\"name\": \"A. Pym\"}, \"name\": \"" + name + "\", \"version\": \"" + version
                                + "\"}");
    }

    TestPackage with(String name, String text) throws IOException {
        return with(name, text.getBytes(UTF_8));
    }

    TestPackage with(String name, byte[] bytes) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
        return this;
    }

    TestPackage withLink(String name, String target) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        entry.setLinkName(target);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
        return this;
    }

    Path pack() throws IOException {
        tar.close();
        return file;
    }

    /** Options for a package of invented speeches, named as {@code YYYY_speaker.txt}. */
    static PackageOptions speeches(String sha256, Optional<Path> file) {
        return new PackageOptions(
                "@attic/speeches",
                "1.0.0",
                sha256,
                file,
                "data/(?<year>\\d{4})_(?<speaker>\\w+)\\.txt",
                "speeches/{year}-{speaker}",
                "Speech of {year}",
                "{speaker:words}",
                "{year}",
                "Bath",
                "en",
                "CC0");
    }

    /** Options that leave everything about the texts at its default. */
    static PackageOptions plain(String name, Path file) throws IOException {
        return new PackageOptions(
                name,
                "1.0.0",
                Sha256.of(file),
                Optional.of(file),
                ".*\\.txt",
                "{package}/{file}",
                "{file:words}",
                "",
                "",
                "",
                "en",
                "");
    }
}
