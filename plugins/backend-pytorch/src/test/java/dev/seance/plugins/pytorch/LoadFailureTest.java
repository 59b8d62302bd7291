// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.EngineException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What loaders and file systems say when native libraries do not load, and what the user reads. */
class LoadFailureTest {
    private static final BundledNatives BUNDLED = new BundledNatives(
            "2.7.1-20250812", "cpu", "linux-x86_64", Map.of("libtorch.so", 4L, "libtorch_cpu.so", 9L), "0.36.0");

    @TempDir
    Path root;

    private final Map<String, String> variables = new HashMap<>();

    private LoadFailure failure(Throwable thrown, boolean damaged) {
        HostSystem system = new HostSystem(NativePlatform.LINUX_X86_64, root, variables);
        return LoadFailure.of(
                thrown, new Natives(system, Path.of("/home/a/.cache/seance"), Optional.of(BUNDLED)), damaged);
    }

    private LoadFailure ofLoader(String message) {
        return failure(
                new EngineException("Failed to load PyTorch native library", new UnsatisfiedLinkError(message)), false);
    }

    private LoadFailure ofUnpacking(IOException e) {
        return failure(new EngineException("Failed to extract PyTorch native library", e), false);
    }

    @Test
    void aMissingSystemLibraryIsNamed() {
        LoadFailure failure =
                ofLoader("/c/libtorch_cpu.so: libgomp.so.1: cannot open shared object file: No such file or directory");
        assertThat(failure.cause()).startsWith("the system library libgomp.so.1 is missing (/c/libtorch_cpu.so: lib");
        assertThat(failure.remedy()).isEqualTo("install it (on Debian: apt-get install libgomp1)");
        assertThat(ofLoader("libcudart.so.12: cannot open shared object file: No such file or directory")
                        .remedy())
                .contains("CUDA", "docs/gpu.md");
        assertThat(ofLoader(
                                "Error loading shared library ld-linux-x86-64.so.2: No such file or directory (needed by x)")
                        .remedy())
                .contains("use a distribution with glibc");
        assertThat(ofLoader("libfoo.so.3: cannot open shared object file: No such file or directory")
                        .remedy())
                .isEqualTo("install the package that has it, or add its folder to LD_LIBRARY_PATH");
    }

    @Test
    void anOldSystemIsToldWhatIsNeeded() {
        LoadFailure failure = ofLoader("/lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.28' not found (required by"
                + " /c/libtorch_cpu.so)");
        assertThat(failure.cause()).startsWith("they need GLIBC_2.28, and this system's libraries are older");
        assertThat(ofLoader("libstdc++.so.6: version `GLIBCXX_3.4.29' not found (required by x)")
                        .cause())
                .startsWith("they need GLIBCXX_3.4.29");
    }

    @Test
    void aFullDiskIsNoMatterOfTheSystem() {
        LoadFailure failure = ofUnpacking(new FileSystemException("/c/x", null, "No space left on device"));
        assertThat(failure.cause())
                .isEqualTo("the disk of /home/a/.cache/seance/pytorch/2.7.1-20250812-cpu-linux-x86_64 is full (/c/x: No"
                        + " space left on device)");
        assertThat(failure.remedy()).isEqualTo("free some, or set SEANCE_CACHE to a folder on another disk");
        assertThat(ofUnpacking(new IOException("Disk quota exceeded")).remedy()).contains("SEANCE_CACHE");
    }

    @Test
    void aCacheThatCannotBeWrittenIsNamed() {
        assertThat(ofUnpacking(new AccessDeniedException("/home/a/.cache/seance/pytorch")))
                .isEqualTo(new LoadFailure(
                        "the cache /home/a/.cache/seance/pytorch/2.7.1-20250812-cpu-linux-x86_64 cannot be written"
                                + " (/home/a/.cache/seance/pytorch)",
                        "set SEANCE_CACHE to a folder that can be written"));
        assertThat(ofUnpacking(new FileSystemException("/c", null, "Read-only file system"))
                        .cause())
                .startsWith("the cache ");
    }

    @Test
    void damagedFilesAreNamedAndUnpackedAgain() {
        LoadFailure failure = failure(new UnsatisfiedLinkError("/c/libtorch_cpu.so: file too short"), true);
        assertThat(failure.cause())
                .startsWith("the files in /home/a/.cache/seance/pytorch/")
                .contains("were damaged");
        assertThat(failure.remedy()).endsWith("run the same command again");
        variables.put("PYTORCH_LIBRARY_PATH", "/opt/torch/lib");
        assertThat(ofLoader("/opt/torch/lib/libtorch_cpu.so: invalid ELF header")
                        .remedy())
                .isEqualTo("install PyTorch 2.7.1 anew");
    }

    @Test
    void wrongPlatformNoexecAndMixesAreToldApart() {
        assertThat(ofLoader("/c/libc10.so: wrong ELF class: ELFCLASS32").cause())
                .startsWith("they are built for another platform");
        assertThat(ofLoader("/c/libc10.so: failed to map segment from shared object")
                        .remedy())
                .contains("not mounted noexec");
        assertThat(ofLoader("/c/libdjl_torch.so: undefined symbol: _ZN5torch3jit4loadE")
                        .cause())
                .startsWith("they are of different builds");
        assertThat(ofLoader("/c/libtorch_cpu.so: cannot allocate memory in static TLS block")
                        .cause())
                .startsWith("memory ran out");
        assertThat(ofLoader("C:\\c\\torch_cpu.dll: Can't find dependent libraries")
                        .remedy())
                .contains("Visual C++ redistributable");
    }

    @Test
    void whatIsNotKnownIsQuoted() {
        LoadFailure failure = ofLoader("the moon is in the wrong house\nsecond line");
        assertThat(failure.cause()).isEqualTo("the moon is in the wrong house");
        assertThat(failure.remedy()).endsWith("seance doctor");
        assertThat(failure(new IllegalStateException(), false).cause()).isEqualTo("java.lang.IllegalStateException");
    }
}
