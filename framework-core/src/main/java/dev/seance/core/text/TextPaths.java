// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Finds the text files that a command's arguments name, and everything that is wrong with them. */
final class TextPaths {

    static final String ENDING = ".txt";

    private final Map<Path, Path> files = new LinkedHashMap<>();
    private final List<String> mistakes;

    private TextPaths(List<String> mistakes) {
        this.mistakes = mistakes;
    }

    /** The files, in the arguments' order, a folder's by name; each once. */
    static List<Path> find(List<Path> arguments, List<String> mistakes) {
        TextPaths paths = new TextPaths(mistakes);
        for (Path argument : arguments) {
            try {
                paths.add(argument);
            } catch (IOException | UncheckedIOException e) {
                mistakes.add(argument + ": cannot be read: " + e.getMessage());
            }
        }
        return List.copyOf(paths.files.values());
    }

    private void add(Path argument) throws IOException {
        if (!Files.exists(argument)) {
            mistakes.add(argument + ": no such file or folder; correct the path");
        } else if (Files.isDirectory(argument)) {
            addFolder(argument);
        } else if (!Files.isRegularFile(argument)) {
            mistakes.add(argument + ": is not a file; texts are read from files and folders");
        } else if (readable(argument) && Files.size(argument) == 0) {
            mistakes.add(argument + ": is empty; leave it out");
        } else {
            take(argument);
        }
    }

    private void addFolder(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        boolean packed = false;
        boolean empty = false;
        try (Stream<Path> tree = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : tree.filter(Files::isRegularFile).sorted().toList()) {
                String name = file.getFileName().toString();
                boolean text = name.endsWith(ENDING);
                packed |= name.endsWith(ENDING + ".gz");
                empty |= text && Files.size(file) == 0;
                if (text && Files.size(file) > 0) {
                    found.add(file);
                }
            }
        }
        if (found.isEmpty()) {
            String why = empty
                    ? "its .txt files are all empty"
                    : "there is no .txt file in this folder" + (packed ? "; unpack its .txt.gz files" : "");
            mistakes.add(folder + ": " + why + (packed ? "" : "; give a folder of texts, or files by their names"));
        }
        found.stream().filter(this::readable).forEach(this::take);
    }

    private boolean readable(Path file) {
        if (Files.isReadable(file)) {
            return true;
        }
        mistakes.add(file + ": permission denied; check who owns it");
        return false;
    }

    private void take(Path file) {
        files.putIfAbsent(file.toAbsolutePath().normalize(), file);
    }
}
