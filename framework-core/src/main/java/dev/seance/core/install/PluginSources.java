// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.install;

import dev.seance.api.run.UserError;
import dev.seance.core.plugins.PluginFile;
import dev.seance.core.text.NearestName;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipFile;

/**
 * Where plugins come from: a path, an {@code https} address, Maven coordinates, or the id of one that the installation
 * brings without using it. Whatever it is, it is first copied to a place where nobody looks for plugins.
 */
final class PluginSources {

    private static final String ID = "[A-Za-z0-9][A-Za-z0-9._-]*";

    /** The classifier under which a plugin with libraries publishes its zip. */
    private static final String ZIP_CLASSIFIER = "plugin";

    private final Path extras;
    private final HttpsDownload https;
    private final MavenAccess maven;

    /** @param extras the installation's folder of plugins that it does not use; need not be there */
    PluginSources(Path extras, HttpsDownload https, MavenAccess maven) {
        this.extras = extras;
        this.https = https;
        this.maven = maven;
    }

    /**
     * Copies a plugin, as it was asked for, into a folder.
     *
     * @param digestGiven whether the caller will check a digest, without which nothing is downloaded by its address
     * @return the copy, a file or a folder below {@code place}
     */
    Path bring(String asked, Path place, boolean digestGiven) throws IOException {
        if (isAddress(asked)) {
            return download(asked, place, digestGiven);
        }
        Path path = Path.of(asked);
        if (Files.exists(path)) {
            return copy(path, place);
        }
        Optional<Coordinates> coordinates = Coordinates.parse(asked);
        if (coordinates.isPresent()) {
            return fromMaven(coordinates.get(), place);
        }
        if (asked.matches(ID) && !isPluginFile(asked)) {
            return copy(extra(asked), place);
        }
        throw new UserError(path.toAbsolutePath() + ": no such file or folder");
    }

    /** What the lock says a plugin came from: what was asked for, a path from the root. */
    static String source(String asked) {
        return isAddress(asked) || !Files.exists(Path.of(asked))
                ? asked
                : Path.of(asked).toAbsolutePath().normalize().toString();
    }

    private static boolean isAddress(String asked) {
        return asked.matches("(?i)[a-z][a-z0-9+.-]+://.*");
    }

    private Path download(String asked, Path place, boolean digestGiven) throws IOException {
        URI address;
        try {
            address = new URI(asked);
        } catch (URISyntaxException e) {
            throw new UserError(asked + " is not an address: " + e.getReason(), e);
        }
        if (!"https".equalsIgnoreCase(address.getScheme())) {
            throw new UserError(asked + ": plugins are downloaded by https alone; use an https address, or download the"
                    + " file and name it");
        }
        if (!digestGiven) {
            throw new UserError(asked + ": a plugin is code that runs with your rights; give the digest its author"
                    + " publishes with --sha256");
        }
        maven.requireOnline(asked);
        Path file = place.resolve("download");
        https.download(address, file);
        return Files.move(file, place.resolve("download" + ending(file)));
    }

    /** By content: an address need not end in the name of a file. */
    private static String ending(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.getEntry("plugin.properties") == null ? ".jar" : ".zip";
        } catch (IOException e) {
            return ".jar"; // the check that follows says what is wrong with it
        }
    }

    private Path fromMaven(Coordinates asked, Path place) throws IOException {
        ArtifactRepository repository = maven.repository();
        Optional<Path> found =
                repository.find(asked.classifier().isEmpty() ? asked.withClassifier(ZIP_CLASSIFIER) : asked, "zip");
        if (found.isEmpty()) {
            found = repository.find(asked, "jar");
        }
        return copy(
                found.orElseThrow(() -> new UserError(asked + " is in none of: " + repository.inWords()
                        + (maven.offline() ? " (--offline: the others were not asked)" : "")
                        + "; check group, artifact and version")),
                place);
    }

    private Path extra(String id) throws IOException {
        List<Path> all = Files.isDirectory(extras)
                ? PluginFile.in(extras, false).stream().map(PluginFile::path).toList()
                : List.of();
        return all.stream()
                .filter(file -> idOf(file).equals(id))
                .findFirst()
                .orElseThrow(() -> new UserError("there is no file or folder '" + id + "', and no plugin of that id in "
                        + extras
                        + NearestName.hint(
                                id, all.stream().map(PluginSources::idOf).toList())
                        + "; from elsewhere a plugin is installed by its file, its Maven coordinates"
                        + " (group:artifact:version), or its https address"));
    }

    /** By the name of the file, which the build gives: {@code ID[-VERSION][-plugin].zip}. */
    private static String idOf(Path file) {
        return file.getFileName().toString().replaceFirst("\\.(zip|jar)$", "").replaceFirst("(-\\d.*|-plugin)$", "");
    }

    private static boolean isPluginFile(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".jar") || lower.endsWith(".zip");
    }

    private static Path copy(Path from, Path place) throws IOException {
        Path name = from.toAbsolutePath().normalize().getFileName();
        Path to = place.resolve(name == null ? "plugin" : name.toString());
        if (!Files.isDirectory(from)) {
            return Files.copy(from, to);
        }
        if (!Files.exists(from.resolve("plugin.properties"))) { // before much is copied that was not meant
            throw new UserError(
                    from + ": is not a plugin: there is no plugin.properties at its top; nothing was installed");
        }
        copyTree(from, to);
        return to;
    }

    /** Copies a folder, with what its links lead to. */
    static void copyTree(Path from, Path to) throws IOException {
        Files.walkFileTree(
                from, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                            throws IOException {
                        Files.createDirectories(
                                to.resolve(from.relativize(folder).toString()));
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                        Files.copy(
                                file,
                                to.resolve(from.relativize(file).toString()),
                                StandardCopyOption.REPLACE_EXISTING);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
