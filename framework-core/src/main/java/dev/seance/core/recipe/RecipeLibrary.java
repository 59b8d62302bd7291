// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.recipe;

import dev.seance.api.run.UserError;
import dev.seance.core.text.NearestName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds recipes by name or path. What contains a slash or ends in {@code .yaml} or {@code .yml} is a path; anything
 * else is the name of a recipe in one of the folders.
 *
 * @param folders where names are looked up, the first that has one wins; folders that do not exist are empty
 */
public record RecipeLibrary(List<Path> folders) {

    public RecipeLibrary {
        folders = List.copyOf(folders);
    }

    /** The names there are, sorted. */
    public List<String> names() {
        Collection<String> names = new TreeSet<>();
        for (Path folder : folders) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    files.map(file -> file.getFileName().toString())
                            .filter(file -> file.endsWith(".yaml"))
                            .forEach(file -> names.add(file.substring(0, file.length() - ".yaml".length())));
                } catch (IOException e) {
                    throw new UncheckedIOException("cannot list the recipes in " + folder, e);
                }
            }
        }
        return List.copyOf(names);
    }

    /**
     * The file of a recipe that the command line names; a path is relative to the folder the command runs in.
     *
     * @throws UserError when there is none, saying where it was looked for
     */
    public Path find(String nameOrPath) {
        Optional<Path> found = isPath(nameOrPath)
                ? Optional.of(Path.of(nameOrPath)).filter(Files::isRegularFile)
                : named(nameOrPath, folders, Optional.empty());
        return found.orElseThrow(() -> new UserError(notFound(nameOrPath)));
    }

    /**
     * The file of a recipe that another extends. A path is relative to that other's folder, and a name is looked for
     * there first; a file that extends its own name means its namesake in the library.
     */
    Optional<Path> findParent(String nameOrPath, Path child) {
        Path folder = child.toAbsolutePath().getParent();
        if (isPath(nameOrPath)) {
            // Kept as short as the child's own path, for messages.
            return Optional.of(child.resolveSibling(nameOrPath).normalize()).filter(Files::isRegularFile);
        }
        Optional<Path> beside = named(nameOrPath, List.of(folder), Optional.of(child));
        return beside.isPresent() ? beside : named(nameOrPath, folders, Optional.of(child));
    }

    /** Says that there is no such recipe, and which there are. */
    String notFound(String nameOrPath) {
        if (isPath(nameOrPath)) {
            return "recipe '" + nameOrPath + "' not found: there is no such file";
        }
        String where = folders.stream().map(Path::toString).collect(Collectors.joining(", "));
        return "recipe '" + nameOrPath + "' not found" + NearestName.hint(nameOrPath, names())
                + "; give the path of a file, or a name from " + (where.isEmpty() ? "the library" : where);
    }

    private static Optional<Path> named(String name, List<Path> places, Optional<Path> except) {
        return places.stream()
                .map(folder -> folder.resolve(name + ".yaml"))
                .filter(Files::isRegularFile)
                .filter(file -> except.isEmpty() || !isSame(file, except.get()))
                .findFirst();
    }

    private static boolean isSame(Path left, Path right) {
        try {
            return Files.isSameFile(left, right);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isPath(String nameOrPath) {
        return nameOrPath.contains("/")
                || nameOrPath.contains("\\")
                || nameOrPath.endsWith(".yaml")
                || nameOrPath.endsWith(".yml");
    }
}
