// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.text;

import dev.seance.api.corpus.Skipped;
import dev.seance.api.run.UserError;
import dev.seance.kit.files.TextFile;
import dev.seance.kit.files.TextFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the text files that a command's arguments name, and everything that is wrong with them. */
final class TextPaths {

    /** A folder's own tables of titles, which recipes read, are no texts that were left out. */
    private static final String[] METADATA = {"metadata.jsonl", "metadata.csv"};

    /** By where they are: the path, and the entry of an archive behind it. */
    private final Map<String, TextFile> files = new LinkedHashMap<>();

    private final List<Skipped> skipped = new ArrayList<>();
    private final List<String> mistakes;

    private TextPaths(List<String> mistakes) {
        this.mistakes = mistakes;
    }

    /** Looks for the files in the arguments' order, a folder's by name; each once. */
    static TextPaths find(List<Path> arguments, List<String> mistakes) {
        TextPaths paths = new TextPaths(mistakes);
        for (Path argument : arguments) {
            try {
                paths.add(argument);
            } catch (UserError e) {
                mistakes.add(argument + ": " + e.getMessage());
            } catch (IOException e) {
                mistakes.add(argument + ": cannot be read: " + e.getMessage());
            }
        }
        return paths;
    }

    List<TextFile> files() {
        return List.copyOf(files.values());
    }

    List<Skipped> skipped() {
        return List.copyOf(skipped);
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
            addFile(new TextFile(argument.getFileName().toString(), argument, Files.size(argument)));
        }
    }

    /** A file that is named is text whatever its name, but for an archive. */
    private void addFile(TextFile file) {
        TextFolder found = TextFolder.of(file);
        if (found.texts().isEmpty()) {
            mistakes.add(file.path() + ": no .txt or .md file to read in this archive (found: " + found.foundInstead()
                    + "); leave it out");
        }
        found.skipped().forEach(one -> skipped.add(new Skipped(file.path() + ": " + one.name(), one.reason())));
        found.texts().forEach(this::take);
    }

    private void addFolder(Path folder) throws IOException {
        TextFolder listing = TextFolder.list(folder, METADATA);
        if (listing.texts().isEmpty()) {
            mistakes.add(folder + ": no .txt, .md or .zip file to read in this folder (found: " + listing.foundInstead()
                    + "); give a folder of texts, or files by their names");
        }
        listing.skipped().forEach(one -> skipped.add(new Skipped(folder + "/" + one.name(), one.reason())));
        Map<String, String> stems = new HashMap<>();
        for (TextFile text : listing.texts()) {
            String other = stems.put(text.stem(), text.name());
            if (other != null) {
                mistakes.add(folder + ": " + other + " and " + text.name()
                        + " are the same text by their names; remove one, or give files by their names");
            }
            // As the argument spells it, for messages.
            Path path = folder.resolve(listing.folder().relativize(text.path()));
            if (readable(path)) {
                take(new TextFile(text.name(), path, text.bytes(), text.entry()));
            }
        }
    }

    private boolean readable(Path file) {
        if (Files.isReadable(file)) {
            return true;
        }
        mistakes.add(file + ": permission denied; check who owns it");
        return false;
    }

    private void take(TextFile file) {
        files.putIfAbsent(file.path().toAbsolutePath().normalize().toUri() + "\n" + file.entry(), file);
    }
}
