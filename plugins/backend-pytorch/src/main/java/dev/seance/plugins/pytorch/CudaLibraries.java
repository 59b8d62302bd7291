// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Looks for what libtorch needs of CUDA beside the driver: the runtime and cuDNN. A wheel brings them in folders beside
 * its own (on Windows in its own), other builds expect them installed.
 */
final class CudaLibraries {
    private final NativePlatform platform;
    private final List<Path> folders = new ArrayList<>();

    CudaLibraries(HostSystem system, Optional<LibtorchFolder> libtorch) {
        this.platform = system.platform();
        libtorch.ifPresent(found -> {
            folders.add(found.path());
            Path packages = found.path().toAbsolutePath().normalize().getParent();
            if (packages != null && packages.getParent() != null) {
                folders.add(packages.getParent().resolve("nvidia/cuda_runtime/lib"));
                folders.add(packages.getParent().resolve("nvidia/cudnn/lib"));
            }
        });
        if (windows()) {
            system.variable("PATH").stream()
                    .flatMap(list -> Stream.of(list.split(";")))
                    .filter(folder -> !folder.isBlank())
                    .map(Path::of)
                    .forEach(folders::add);
            return;
        }
        system.variable("LD_LIBRARY_PATH").stream()
                .flatMap(list -> Stream.of(list.split(":")))
                .filter(folder -> folder.startsWith("/"))
                .map(system::file)
                .forEach(folders::add);
        Stream.of(
                        "/usr/local/cuda/lib64",
                        "/usr/lib/" + platform.arch() + "-linux-gnu",
                        "/usr/lib64",
                        "/opt/cuda/lib64")
                .map(system::file)
                .forEach(folders::add);
    }

    private boolean windows() {
        return platform.os() == NativePlatform.Os.WINDOWS;
    }

    /** CUDA's runtime. */
    String runtime() {
        return windows() ? "cudart64_12.dll" : "libcudart.so.12";
    }

    String cudnn() {
        return windows() ? "cudnn64_9.dll" : "libcudnn.so.9";
    }

    /** The folder that has that library, or that library with a longer version. */
    Optional<Path> folderOf(String library) {
        return folders.stream().filter(folder -> has(folder, library)).findFirst();
    }

    private static boolean has(Path folder, String library) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        // Wheels of old named it libcudart-1b2c3d4e.so.12.
        int dot = library.indexOf('.');
        String stem = library.substring(0, dot);
        String end = library.substring(dot);
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .anyMatch(name -> name.startsWith(library) || name.startsWith(stem + "-") && name.contains(end));
        } catch (IOException e) {
            return false;
        }
    }
}
