// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.folder;

import dev.seance.api.run.UserError;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Finds the texts in a folder and below it: hidden files and folders left out, links followed, sorted by name. */
final class TextFiles extends SimpleFileVisitor<Path> {

    private final Path folder;
    private final List<TextFile> texts = new ArrayList<>();
    private final Map<String, Integer> others = new TreeMap<>();

    private TextFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * The texts, at least one.
     *
     * @throws UserError when there are none, or the folder cannot be read
     */
    static List<TextFile> in(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            throw new UserError("path '" + folder + "' does not exist; give a folder of .txt or .txt.gz files");
        }
        if (!Files.isDirectory(folder)) {
            throw new UserError("path '" + folder + "' is a file; give the folder that holds the .txt or .txt.gz files"
                    + (folder.getParent() == null ? "" : " (perhaps " + folder.getParent() + ")"));
        }
        TextFiles found = new TextFiles(folder);
        Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, found);
        if (found.texts.isEmpty()) {
            throw new UserError("no .txt or .txt.gz file in '" + folder + "' (found: " + found.othersInWords()
                    + "); put texts there, one work a file, or correct the path");
        }
        found.texts.sort(Comparator.comparing(TextFile::name));
        return found.texts;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
        return hidden(path) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
        if (hidden(path) || !attributes.isRegularFile()) {
            return FileVisitResult.CONTINUE;
        }
        String name =
                folder.relativize(path).toString().replace(path.getFileSystem().getSeparator(), "/");
        if (TextFile.ending(name).isPresent()) {
            texts.add(new TextFile(name, path, attributes.size()));
        } else {
            int dot = name.lastIndexOf('.');
            others.merge(dot > name.lastIndexOf('/') ? name.substring(dot) : "without an ending", 1, Integer::sum);
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
        if (hidden(path)) {
            return FileVisitResult.CONTINUE;
        }
        if (e instanceof FileSystemLoopException) {
            throw new UserError("folder '" + path + "' is a link to a folder that it is in; take the link away", e);
        }
        if (e instanceof AccessDeniedException) {
            throw new UserError("no permission to read '" + path + "'; grant it or move the texts", e);
        }
        throw e;
    }

    private boolean hidden(Path path) {
        // By name on every system, and never the folder the user named.
        return !path.equals(folder) && path.getFileName().toString().startsWith(".");
    }

    private String othersInWords() {
        return others.isEmpty()
                ? "no files at all"
                : others.entrySet().stream()
                        .map(entry -> entry.getValue() + " " + entry.getKey())
                        .collect(Collectors.joining(", "));
    }
}
