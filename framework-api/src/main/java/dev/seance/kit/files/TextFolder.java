// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.files;

import dev.seance.api.corpus.Skipped;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which files of a folder are texts, for sources and commands alike: regular files with the suffix {@code .txt} or
 * {@code .md} in any case, compressed ({@code .txt.gz}, {@code .txt.zst}) or not, in the folder and the folders below it and
 * in the {@code .zip} files there, links followed. Everything else that lies there
 * is listed with the reason why it is not read.
 *
 * @param folder the folder, absolute
 * @param texts the texts, sorted by name
 * @param skipped what is not read, sorted by name
 */
public record TextFolder(Path folder, List<TextFile> texts, List<Skipped> skipped) {

    public static final String DANGLING = "link to a file that does not exist";
    public static final String EMPTY = "empty";
    public static final String HIDDEN = "hidden";
    public static final String NOT_REGULAR = "not a regular file";
    public static final String OTHER_SUFFIX = "not .txt, .md or .zip";
    public static final String ABOUT = "about the folder, not a text";
    public static final String FOLDER = "folder without texts, though named as one";

    /** What projects put beside their texts; such a {@code .txt} has always been a text, and may be one. */
    private static final Pattern ABOUT_THE_FOLDER =
            Pattern.compile("(?i)(?:^|/)(?:readme|licen[cs]e|changelog|contributing)\\.md$");

    public TextFolder {
        texts = List.copyOf(texts);
        skipped = List.copyOf(skipped);
    }

    /**
     * Lists a folder. The texts may be none.
     *
     * @param ownFiles names directly in the folder that are neither texts nor to be listed as skipped
     * @throws UserError when the folder or one below it cannot be read
     */
    public static TextFolder list(Path folder, String... ownFiles) throws IOException {
        Set<String> kinds = new HashSet<>(TextFile.KINDS);
        kinds.add(ZipEntries.SUFFIX);
        TextFolder found = list(folder, kinds, Set.of(ownFiles), OTHER_SUFFIX);
        List<TextFile> texts = new ArrayList<>();
        List<Skipped> skipped = new ArrayList<>(found.skipped);
        for (TextFile file : found.texts) {
            if (ABOUT_THE_FOLDER.matcher(file.name()).find()) {
                skipped.add(new Skipped(file.name(), ABOUT));
            } else if (file.archived()) {
                ZipEntries.list(file, TextFile.KINDS, texts, skipped);
            } else {
                texts.add(file);
            }
        }
        return sorted(found.folder, texts, skipped);
    }

    /** The texts that a file is: itself, or those in it. */
    public static TextFolder of(TextFile file) {
        List<TextFile> texts = new ArrayList<>();
        List<Skipped> skipped = new ArrayList<>();
        if (file.archived()) {
            ZipEntries.list(file, TextFile.KINDS, texts, skipped);
        } else {
            texts.add(file);
        }
        return sorted(file.path().toAbsolutePath().normalize().getParent(), texts, skipped);
    }

    private static TextFolder sorted(Path folder, List<TextFile> texts, List<Skipped> skipped) {
        texts.sort(Comparator.comparing(TextFile::name));
        skipped.sort(Comparator.comparing(Skipped::name));
        return new TextFolder(folder, texts, skipped);
    }

    /**
     * Lists the files of other kinds in a folder, compressed or not, in the same way. They may be none.
     *
     * @param kinds what their names end in, in lower case: {@code .csv}
     * @param ownFiles names directly in the folder that are neither of these nor to be listed as skipped
     * @param otherSuffix the reason why other files are skipped
     * @throws UserError when the folder or one below it cannot be read
     */
    public static TextFolder list(Path folder, Set<String> kinds, Set<String> ownFiles, String otherSuffix)
            throws IOException {
        Path absolute = folder.toAbsolutePath().normalize();
        Walk walk = new Walk(absolute, kinds, ownFiles, otherSuffix);
        Files.walkFileTree(absolute, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, walk);
        return sorted(absolute, walk.texts, walk.skipped);
    }

    /** What else there is, for a message that says there are no texts. */
    public String foundInstead() {
        return skipped.isEmpty() ? "no files at all" : Skipped.inWords(skipped);
    }

    private static final class Walk extends SimpleFileVisitor<Path> {

        private final Path folder;
        private final Set<String> kinds;
        private final Set<String> ownFiles;
        private final String otherSuffix;
        private final List<TextFile> texts = new ArrayList<>();
        private final List<Skipped> skipped = new ArrayList<>();

        /** For each folder that is being walked through, how many texts there were before it. */
        private final Deque<Integer> textsBefore = new ArrayDeque<>();

        Walk(Path folder, Set<String> kinds, Set<String> ownFiles, String otherSuffix) {
            this.folder = folder;
            this.kinds = kinds;
            this.ownFiles = ownFiles;
            this.otherSuffix = otherSuffix;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
            if (hidden(path)) {
                skip(path, HIDDEN);
                return FileVisitResult.SKIP_SUBTREE;
            }
            textsBefore.push(texts.size());
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path path, IOException e) throws IOException {
            if (e != null) {
                throw e;
            }
            int before = textsBefore.pop();
            if (!path.equals(folder)
                    && texts.size() == before
                    && TextFile.suffix(name(path), kinds).isPresent()) {
                skip(path, FOLDER);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
            String name = name(path);
            if (hidden(path)) {
                skip(path, HIDDEN);
            } else if (Files.isSymbolicLink(path) && !Files.exists(path)) {
                skip(path, DANGLING);
            } else if (!attributes.isRegularFile()) {
                skip(path, NOT_REGULAR);
            } else if (TextFile.suffix(name, kinds).isEmpty()) {
                if (!ownFiles.contains(name)) {
                    skip(path, otherSuffix);
                }
            } else if (attributes.size() == 0) {
                skip(path, EMPTY);
            } else {
                texts.add(new TextFile(name, path, attributes.size()));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
            if (hidden(path)) {
                skip(path, HIDDEN);
                return FileVisitResult.CONTINUE;
            }
            if (e instanceof FileSystemLoopException) {
                throw new UserError("folder '" + path + "' is a link to a folder that contains it; remove the link", e);
            }
            if (e instanceof AccessDeniedException) {
                throw new UserError("no permission to read '" + path + "'; grant it or move the texts", e);
            }
            throw e;
        }

        private void skip(Path path, String reason) {
            skipped.add(new Skipped(name(path), reason));
        }

        private String name(Path path) {
            return path.equals(folder) ? "" : FileNames.decoded(FileNames.encoded(folder, path));
        }

        /** By name on every system, and never the folder that was asked for. */
        private boolean hidden(Path path) {
            return !path.equals(folder) && path.getFileName().toString().startsWith(".");
        }
    }
}
