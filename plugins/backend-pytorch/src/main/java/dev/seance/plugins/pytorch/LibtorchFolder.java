// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder of libtorch, as PyTorch's wheels, libtorch's archives and other builds leave it.
 *
 * @param path the folder
 * @param files names of the files in it, sorted
 * @param platform how libraries are named
 */
record LibtorchFolder(Path path, List<String> files, NativePlatform platform) {
    /** In a wheel {@code torch/version.py}, beside {@code torch/lib}. */
    private static final Pattern WHEEL_VERSION = Pattern.compile("__version__ *= *'([^']+)'");

    LibtorchFolder {
        files = List.copyOf(files);
    }

    /** Looks at a folder; one that is not there has no files. */
    static LibtorchFolder at(Path path, NativePlatform platform) {
        if (!Files.isDirectory(path)) {
            return new LibtorchFolder(path, List.of(), platform);
        }
        try (Stream<Path> files = Files.list(path)) {
            return new LibtorchFolder(
                    path,
                    files.map(file -> file.getFileName().toString()).sorted().toList(),
                    platform);
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be listed", e);
        }
    }

    /** Whether libtorch is here at all. */
    boolean isLibtorch() {
        return files.contains(platform.library("torch")) && files.contains(platform.library("torch_cpu"));
    }

    /** Whether it can use a GPU. */
    boolean isForCuda() {
        return files.contains(platform.library("torch_cuda"));
    }

    /** What its makers say it is, such as 2.7.1+cu128; empty for builds that do not say. */
    Optional<String> version() {
        Path parent = path.toAbsolutePath().getParent();
        try {
            Path archive = parent.resolve("build-version");
            if (Files.exists(archive)) {
                return Optional.of(Files.readString(archive).strip());
            }
            Path wheel = parent.resolve("version.py");
            if (Files.exists(wheel)) {
                Matcher matcher = WHEEL_VERSION.matcher(Files.readString(wheel));
                return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** JNI libraries of other Java bindings; DJL loads every library of the folder, and these end the process. */
    List<String> foreignJniLibraries() {
        String start = platform.library("jni").replaceAll("\\..*", "");
        return files.stream()
                .filter(name -> name.startsWith(start) && name.matches(".*\\.(so|dylib|dll)"))
                .toList();
    }
}
