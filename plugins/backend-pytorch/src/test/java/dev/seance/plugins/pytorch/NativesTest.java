// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seance.api.model.BackendDiagnosis;
import dev.seance.plugins.pytorch.PyTorchOptions.DeviceChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines made of folders: no GPU and no native library has a part in these tests. */
class NativesTest {
    private static final BundledNatives BUNDLED = new BundledNatives(
            "2.7.1-20250812", "cpu", "linux-x86_64", Map.of("libtorch.so", 4L, "libtorch_cpu.so", 9L), "0.36.0");

    @TempDir
    Path root;

    private final Map<String, String> variables = new HashMap<>();
    private Path cache;

    @BeforeEach
    void prepare() {
        cache = root.resolve("cache");
    }

    private Natives natives() {
        return new Natives(system(), cache, Optional.of(BUNDLED));
    }

    private HostSystem system() {
        return new HostSystem(NativePlatform.LINUX_X86_64, root, variables);
    }

    private String problem(DeviceChoice device) {
        List<String> problems = natives().problems(device);
        assertThat(problems).hasSize(1);
        return problems.get(0).replace(root.toString(), "ROOT");
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private void driver(String version) throws IOException {
        write("proc/driver/nvidia/version", """
                NVRM version: NVIDIA UNIX x86_64 Kernel Module  %s  Thu Feb 15 20:41:50 UTC 2024
                GCC version:  gcc version 12.2.0
                """.formatted(version));
        write("proc/driver/nvidia/gpus/0000:1b:00.0/information", """
                Model: \t\t NVIDIA H100 80GB HBM3
                IRQ:   \t\t 123
                """);
    }

    /** As a machine with PyTorch has it; the version is that of its wheel. */
    private void wheel(String version, String... libraries) throws IOException {
        for (String library : libraries) {
            write("site-packages/torch/lib/" + library, "");
        }
        write("site-packages/torch/version.py", "__version__ = '" + version + "'\ndebug = False\ncuda = '12.8'\n");
        variables.put(
                "PYTORCH_LIBRARY_PATH", root.resolve("site-packages/torch/lib").toString());
    }

    private void cudaWheel() throws IOException {
        wheel("2.7.1+cu128", "libtorch.so", "libtorch_cpu.so", "libtorch_cuda.so", "libc10_cuda.so");
        write("site-packages/nvidia/cuda_runtime/lib/libcudart.so.12", "");
        write("site-packages/nvidia/cudnn/lib/libcudnn.so.9", "");
    }

    @Nested
    class OnAMachineWithoutAGpu {
        @Test
        void theBundledLibrariesAreEnough() {
            assertThat(natives().problems(DeviceChoice.AUTO)).isEmpty();
            assertThat(natives().problems(DeviceChoice.CPU)).isEmpty();
            assertThat(natives().properties()).isEmpty();
            assertThat(natives().findings())
                    .containsExactly(
                            "natives: PyTorch 2.7.1 for CPUs, as Seance brings them, unpacked to "
                                    + cache.resolve("pytorch/2.7.1-20250812-cpu-linux-x86_64"),
                            "NVIDIA driver: none");
            assertThat(natives().suggestions(DeviceChoice.AUTO)).isEmpty();
        }

        @Test
        void cudaIsRefusedWithoutADriverAndLibraries() {
            List<String> problems = natives().problems(DeviceChoice.CUDA);
            assertThat(problems).hasSize(2);
            assertThat(problems.get(0))
                    .isEqualTo(
                            "device cuda was asked for, and there is no NVIDIA driver (/proc/driver/nvidia/version is"
                                    + " not there); in a container: docker run --gpus all ...; on a machine with a GPU install the"
                                    + " driver, to see it: nvidia-smi; otherwise set device: cpu");
            assertThat(problems.get(1))
                    .startsWith(
                            "device cuda was asked for, and the native libraries are those for CPUs that Seance brings;")
                    .contains("PYTORCH_LIBRARY_PATH=DIR", "DJL_OFFLINE=false PYTORCH_FLAVOR=cu128", "docs/gpu.md");
        }

        @Test
        void aFolderOfLibtorchForCpusNeedsNoOtherVariable() throws IOException {
            wheel("2.7.1+cpu", "libtorch.so", "libtorch_cpu.so", "libc10.so");
            assertThat(natives().problems(DeviceChoice.AUTO)).isEmpty();
            assertThat(natives().properties())
                    .containsExactlyInAnyOrderEntriesOf(Map.of("PYTORCH_VERSION", "2.7.1", "PYTORCH_FLAVOR", "cpu"));
            assertThat(natives().findings().get(0))
                    .startsWith("natives: PyTorch 2.7.1+cpu for CPUs in ")
                    .endsWith("torch/lib (PYTORCH_LIBRARY_PATH)");
        }
    }

    @Nested
    class OnAMachineWithAGpu {
        @Test
        void aWheelForCudaIsAllThatIsNeeded() throws IOException {
            driver("570.86.10");
            cudaWheel();
            assertThat(natives().problems(DeviceChoice.CUDA)).isEmpty();
            assertThat(natives().suggestions(DeviceChoice.CUDA)).isEmpty();
            assertThat(natives().properties())
                    .containsEntry("PYTORCH_VERSION", "2.7.1")
                    .containsEntry("PYTORCH_FLAVOR", "cu128")
                    .containsEntry(
                            "jna.library.path",
                            root.resolve("site-packages/nvidia/cuda_runtime/lib")
                                    .toString());
            assertThat(natives().findings())
                    .anyMatch(line -> line.startsWith("natives: PyTorch 2.7.1+cu128 for CUDA in "))
                    .anyMatch(line -> line.startsWith("CUDA runtime: libcudart.so.12 in "))
                    .anyMatch(line -> line.startsWith("cuDNN: libcudnn.so.9 in "))
                    .contains("NVIDIA driver: 570.86.10", "GPU: NVIDIA H100 80GB HBM3");
        }

        @Test
        void theBundledLibrariesDoNotUseIt() throws IOException {
            driver("570.86.10");
            assertThat(natives().problems(DeviceChoice.AUTO)).isEmpty();
            assertThat(natives().suggestions(DeviceChoice.AUTO))
                    .allMatch(line -> line.startsWith("this machine has an NVIDIA GPU"))
                    .hasSize(1);
            assertThat(natives().suggestions(DeviceChoice.CPU)).isEmpty();
            assertThat(problem(DeviceChoice.CUDA))
                    .startsWith("device cuda was asked for, and the native libraries are those for");
        }

        @Test
        void anOldDriverIsRefusedAndAnOlderOneThanItsOwnIsMentioned() throws IOException {
            cudaWheel();
            driver("470.223.02");
            assertThat(problem(DeviceChoice.CUDA))
                    .startsWith("the NVIDIA driver is 470.223.02 (/proc/driver/nvidia/version), and CUDA 12.8 needs"
                            + " 525.60.13 or newer; install one");
            assertThat(natives().problems(DeviceChoice.CPU)).isEmpty();
            driver("535.54.03");
            assertThat(natives().problems(DeviceChoice.CUDA)).isEmpty();
            assertThat(natives().findings())
                    .contains("NVIDIA driver: 535.54.03, older than the 570.26 of CUDA 12.8; most things work,"
                            + " kernels compiled at run time do not");
        }

        @Test
        void librariesOfCudaThatAreMissingAreMentioned() throws IOException {
            driver("570.86.10");
            wheel("2.7.1+cu128", "libtorch.so", "libtorch_cpu.so", "libtorch_cuda.so");
            assertThat(natives().problems(DeviceChoice.CUDA)).isEmpty();
            assertThat(natives().findings()).anyMatch(line -> line.startsWith("cuDNN: no libcudnn.so.9 in the usual"));
            assertThat(natives().suggestions(DeviceChoice.CUDA)).anyMatch(line -> line.contains("libcudnn9-cuda-12"));
            write("usr/lib/x86_64-linux-gnu/libcudnn.so.9.7.1", "");
            assertThat(natives().suggestions(DeviceChoice.CUDA)).isEmpty();
        }

        @Test
        void nativesCanBeDownloadedOnceAndThenAreThere() throws IOException {
            driver("570.86.10");
            variables.put("PYTORCH_FLAVOR", "cu128");
            assertThat(problem(DeviceChoice.CUDA))
                    .isEqualTo("PYTORCH_FLAVOR is cu128, and such libraries are neither in a folder named by"
                            + " PYTORCH_LIBRARY_PATH nor downloaded (ROOT/cache/pytorch/2.7.1-1-cu128-linux-x86_64); to"
                            + " have them downloaded, once: export DJL_OFFLINE=false");
            variables.put("DJL_OFFLINE", "false");
            assertThat(natives().problems(DeviceChoice.CUDA)).isEmpty();
            assertThat(natives().properties())
                    .containsEntry("PYTORCH_VERSION", "2.7.1-1")
                    .containsEntry("ai.djl.offline", "false");
            assertThat(natives().downloadAhead().orElseThrow())
                    .contains("are not downloaded yet", "DJL_OFFLINE=false PYTORCH_FLAVOR=cu128 seance doctor");
            variables.put("PYTORCH_VERSION", "2.7.1");
            assertThat(problem(DeviceChoice.CUDA)).endsWith("to have CUDA's downloaded: unset PYTORCH_VERSION");
            variables.remove("PYTORCH_VERSION");
            variables.remove("DJL_OFFLINE");
            write("cache/pytorch/2.7.1-1-cu128-linux-x86_64/libtorch_cuda.so", "");
            assertThat(problem(DeviceChoice.CUDA))
                    .contains("lacks some of them", "rm -r ROOT/cache/pytorch/2.7.1-1-cu128-linux-x86_64");
            write("cache/pytorch/2.7.1-1-cu128-linux-x86_64/libtorch.so", "");
            write("cache/pytorch/2.7.1-1-cu128-linux-x86_64/libtorch_cpu.so", "");
            assertThat(natives().problems(DeviceChoice.CUDA)).isEmpty();
            variables.put("DJL_OFFLINE", "false");
            assertThat(natives().downloadAhead()).isEmpty();
        }
    }

    @Nested
    class AWrongMixIsRefusedWhateverTheDevice {
        @Test
        void anotherVersionIsAskedFor() {
            variables.put("PYTORCH_VERSION", "2.6.0");
            assertThat(problem(DeviceChoice.AUTO))
                    .isEqualTo(
                            "PYTORCH_VERSION is 2.6.0, and Seance works with PyTorch 2.7.1 alone, whose JNI library it"
                                    + " brings; use native libraries of that version and: unset PYTORCH_VERSION");
        }

        @Test
        void anotherVersionIsInTheFolder() throws IOException {
            wheel("2.6.0+cu124", "libtorch.so", "libtorch_cpu.so", "libtorch_cuda.so");
            assertThat(problem(DeviceChoice.AUTO))
                    .startsWith(
                            "PYTORCH_LIBRARY_PATH is ROOT/site-packages/torch/lib, which is PyTorch 2.6.0+cu124, and the"
                                    + " JNI library that Seance brings is for 2.7.1; with another version the process crashes");
        }

        @Test
        void anArchiveOfLibtorchSaysItsVersionToo() throws IOException {
            write("libtorch/build-version", "2.8.0+cpu\n");
            write("libtorch/lib/libtorch.so", "");
            write("libtorch/lib/libtorch_cpu.so", "");
            variables.put("PYTORCH_LIBRARY_PATH", root.resolve("libtorch/lib").toString());
            assertThat(problem(DeviceChoice.CPU)).contains("which is PyTorch 2.8.0+cpu");
        }

        @Test
        void itIsBuiltForAnotherCuda() throws IOException {
            wheel("2.7.1+cu118", "libtorch.so", "libtorch_cpu.so", "libtorch_cuda.so");
            assertThat(problem(DeviceChoice.AUTO)).contains("built for CUDA 11 (2.7.1+cu118)", "2.7.1+cu128");
        }

        @Test
        void theFlavourIsUnknown() {
            variables.put("PYTORCH_FLAVOR", "cu124");
            variables.put("DJL_OFFLINE", "false");
            assertThat(problem(DeviceChoice.AUTO))
                    .isEqualTo(
                            "PYTORCH_FLAVOR is cu124, and there are JNI libraries for cpu and cu128; with a folder in"
                                    + " PYTORCH_LIBRARY_PATH: unset PYTORCH_FLAVOR");
        }

        @Test
        void theFolderIsNoneOrTheWrongOne() throws IOException {
            variables.put("PYTORCH_LIBRARY_PATH", root.resolve("nowhere").toString());
            assertThat(problem(DeviceChoice.AUTO))
                    .isEqualTo(
                            "PYTORCH_LIBRARY_PATH is ROOT/nowhere, which is no folder; name the folder that has it, to"
                                    + " find it: find / -name libtorch.so");
            wheel("2.7.1+cu128", "libtorch.so", "libtorch_cpu.so", "libtorch_cuda.so");
            variables.put(
                    "PYTORCH_LIBRARY_PATH", root.resolve("site-packages/torch").toString());
            assertThat(problem(DeviceChoice.AUTO))
                    .endsWith("it is one further down: export PYTORCH_LIBRARY_PATH=ROOT/site-packages/torch/lib");
        }

        @Test
        void theLibrariesAreForProcessorsAndTheDeviceIsCuda() throws IOException {
            driver("570.86.10");
            wheel("2.7.1+cpu", "libtorch.so", "libtorch_cpu.so");
            assertThat(problem(DeviceChoice.CUDA))
                    .startsWith(
                            "device cuda was asked for, and PYTORCH_LIBRARY_PATH is ROOT/site-packages/torch/lib, which"
                                    + " is a libtorch for CPUs: it has no libtorch_cuda.so;");
            variables.put("PYTORCH_FLAVOR", "cu128");
            assertThat(problem(DeviceChoice.AUTO)).startsWith("PYTORCH_FLAVOR is cu128, and PYTORCH_LIBRARY_PATH is");
        }

        @Test
        void theLibrariesAreForCudaAndTheFlavourIsNot() throws IOException {
            cudaWheel();
            variables.put("PYTORCH_FLAVOR", "cpu");
            assertThat(problem(DeviceChoice.AUTO)).endsWith("their JNI libraries differ: unset PYTORCH_FLAVOR");
        }

        @Test
        void jniLibrariesOfAnotherBindingAreInTheFolder() throws IOException {
            wheel("2.7.1", "libtorch.so", "libtorch_cpu.so", "libjnitorch.so", "libjnijavacpp.so");
            assertThat(problem(DeviceChoice.AUTO))
                    .contains("(libjnijavacpp.so, libjnitorch.so)")
                    .endsWith("Delete them: rm ROOT/site-packages/torch/lib/libjni*.so");
        }

        @Test
        void andTheDoctorSaysSoWithoutLoadingAnything() {
            variables.put("PYTORCH_VERSION", "2.6.0");
            BackendDiagnosis diagnosis = new Diagnosis(
                            PyTorchOptions.DEFAULT, Fixtures.ENVIRONMENT, Families.ALL, system())
                    .diagnose(Optional.empty());
            assertThat(diagnosis.usable()).isFalse();
            assertThat(diagnosis.findings()).contains("NVIDIA driver: none");
            assertThat(diagnosis.remedies()).hasSize(1).allMatch(line -> line.startsWith("PYTORCH_VERSION is 2.6.0"));
        }
    }

    @Nested
    class OnAnotherPlatform {
        private String problem(String os, String arch) {
            List<String> problems = new Natives(
                            new HostSystem(NativePlatform.of(os, arch), root, variables), cache, Optional.of(BUNDLED))
                    .problems(DeviceChoice.AUTO);
            assertThat(problems).hasSize(1);
            return problems.get(0);
        }

        @Test
        void bundledLibrariesOfTheWrongOneAreRefusedBeforeAnythingIsLoaded() {
            assertThat(problem("Mac OS X", "aarch64"))
                    .startsWith(
                            "this is osx-aarch64, and this installation of Seance has PyTorch's native libraries for"
                                    + " linux-x86_64; build Seance on this machine (mvn package)");
            assertThat(problem("Linux", "aarch64")).startsWith("this is linux-aarch64, and");
            assertThat(problem("Windows 11", "amd64")).startsWith("this is win-x86_64, and");
            assertThat(problem("FreeBSD", "amd64")).startsWith("this is other-x86_64, and");
        }

        @Test
        void librariesAreNamedAsThePlatformNamesThem() throws IOException {
            assertThat(NativePlatform.of("Windows Server 2022", "amd64").library("torch_cpu"))
                    .isEqualTo("torch_cpu.dll");
            assertThat(NativePlatform.of("Mac OS X", "aarch64").library("torch_cpu"))
                    .isEqualTo("libtorch_cpu.dylib");
            write("torch/lib/torch.dll", "");
            write("torch/lib/torch_cpu.dll", "");
            write("torch/lib/torch_cuda.dll", "");
            LibtorchFolder folder =
                    LibtorchFolder.at(root.resolve("torch/lib"), NativePlatform.of("Windows 11", "amd64"));
            assertThat(folder.isLibtorch()).isTrue();
            assertThat(folder.isForCuda()).isTrue();
        }

        @Test
        void muslIsNoGlibc() throws IOException {
            write("lib/ld-musl-x86_64.so.1", "");
            assertThat(NativesTest.this.problem(DeviceChoice.AUTO))
                    .startsWith("this Linux has musl for a C library")
                    .contains("need glibc");
            write("lib64/ld-linux-x86-64.so.2", "");
            assertThat(natives().problems(DeviceChoice.AUTO)).isEmpty();
        }
    }

    @Nested
    class TheCache {
        private final String unpacked = "cache/pytorch/2.7.1-20250812-cpu-linux-x86_64/";

        private UnpackedNatives natives(long bytes) {
            Path folder = root.resolve(unpacked);
            return new UnpackedNatives(folder, Map.of("libtorch.so", 4L, "libtorch_cpu.so", bytes), "SEANCE_CACHE");
        }

        private String problem(UnpackedNatives natives) {
            return natives.problem(system()).orElse("none").replace(root.toString(), "ROOT");
        }

        @Test
        void thatIsAFileIsRefused() throws IOException {
            write("cache", "");
            assertThat(problem(natives(9)))
                    .isEqualTo("PyTorch's native libraries (1 MiB) have to be unpacked to"
                            + " ROOT/cache/pytorch/2.7.1-20250812-cpu-linux-x86_64, and ROOT/cache is a file; set"
                            + " SEANCE_CACHE to a folder of its own");
        }

        @Test
        void thatCannotBeWrittenIsRefused() {
            String problem = natives(9).problem(system(), place -> false).orElseThrow();
            assertThat(problem.replace(root.toString(), "ROOT"))
                    .isEqualTo("PyTorch's native libraries (1 MiB) have to be unpacked to"
                            + " ROOT/cache/pytorch/2.7.1-20250812-cpu-linux-x86_64, and ROOT is not writable; set"
                            + " SEANCE_CACHE to a folder that is, or make that one writable");
        }

        @Test
        void onADiskWithoutEnoughRoomIsRefused() {
            assertThat(problem(natives(Long.MAX_VALUE / 2)))
                    .startsWith("PyTorch's native libraries (4,398,046,511,105 MiB) have to be unpacked to ROOT/cache")
                    .contains(", and its disk has ")
                    .endsWith(" MiB free; set SEANCE_CACHE to a folder on a disk with more room, or free some");
        }

        @Test
        void onADiskThatLoadsNoLibrariesIsRefused() throws IOException {
            write("proc/mounts", "/dev/sda1 / ext4 rw 0 0\ntmpfs " + root + " tmpfs rw,nosuid,noexec 0 0\n");
            assertThat(problem(natives(9)))
                    .endsWith("ROOT is mounted noexec, so that no library can be loaded from it; set SEANCE_CACHE to a"
                            + " folder elsewhere");
        }

        @Test
        void thatHasTheLibrariesNeedNotBeWritable() throws IOException {
            write(unpacked + "libtorch.so", "1234");
            write(unpacked + "libtorch_cpu.so", "123456789");
            assertThat(natives(9).problem(system(), place -> false)).isEmpty();
        }

        @Test
        void withADamagedLibraryIsEmptiedSoThatItIsUnpackedAgain() throws IOException {
            write(unpacked + "libtorch.so", "1234");
            write(unpacked + "libtorch_cpu.so", "123456789");
            natives(9).removeDamaged();
            assertThat(root.resolve(unpacked + "libtorch.so")).exists();
            natives(10).removeDamaged();
            assertThat(root.resolve(unpacked)).isEmptyDirectory();
        }

        @Test
        void thatAnotherProcessIsFillingIsLeftAlone() throws IOException {
            UnpackedNatives natives = new UnpackedNatives(
                    root.resolve(unpacked), Map.of("libtorch.so", 4L, "0.36.0-libdjl_torch.so", 5L), "SEANCE_CACHE");
            natives.removeDamaged();
            write(unpacked + "libtorch.so", "1234");
            natives.removeDamaged();
            assertThat(root.resolve(unpacked + "libtorch.so")).exists();
            write(unpacked + "0.36.0-libdjl_torch.so", "1");
            natives.removeDamaged();
            assertThat(root.resolve(unpacked)).isDirectoryContaining("glob:**/libtorch.so");
            assertThat(root.resolve(unpacked + "0.36.0-libdjl_torch.so")).doesNotExist();
        }

        @Test
        void isNamedByTheVariableThatMovesIt() {
            assertThat(NativesTest.this.natives().unpacked().setting()).isEqualTo("SEANCE_CACHE");
            assertThat(NativesTest.this.natives().unpacked().files())
                    .containsKeys("libtorch.so", "libtorch_cpu.so", "0.36.0-libdjl_torch.so");
            variables.put("ENGINE_CACHE_DIR", root.resolve("elsewhere").toString());
            assertThat(NativesTest.this.natives().unpacked().setting()).isEqualTo("ENGINE_CACHE_DIR");
            assertThat(NativesTest.this.natives().unpacked().folder())
                    .isEqualTo(root.resolve("elsewhere/pytorch/2.7.1-20250812-cpu-linux-x86_64"));
        }

        @Test
        void isAProblemOfTheBackend() throws IOException {
            write("cache", "");
            assertThat(NativesTest.this.problem(DeviceChoice.AUTO)).contains("ROOT/cache is a file; set SEANCE_CACHE");
        }
    }

    @Nested
    class ADriver {
        @Test
        void isReadOffTheOpenModuleToo() throws IOException {
            write("proc/driver/nvidia/version", """
                    NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  580.65.06  Release Build  (x)  Sun Jul 27
                    """);
            NvidiaDriver driver = NvidiaDriver.of(system()).orElseThrow();
            assertThat(driver.version()).isEqualTo("580.65.06");
            assertThat(driver.gpus()).isEmpty();
        }

        @Test
        void isComparedByNumbers() {
            assertThat(new NvidiaDriver("525.60.13", List.of()).atLeast("525.60.13"))
                    .isTrue();
            assertThat(new NvidiaDriver("525.125.6", List.of()).atLeast("525.60.13"))
                    .isTrue();
            assertThat(new NvidiaDriver("1000.1", List.of()).atLeast("525.60.13"))
                    .isTrue();
            assertThat(new NvidiaDriver("525.60.12", List.of()).atLeast("525.60.13"))
                    .isFalse();
            assertThat(new NvidiaDriver("525", List.of()).atLeast("525.60.13")).isFalse();
            assertThat(new NvidiaDriver("of unknown version", List.of()).atLeast("525.60.13"))
                    .isTrue();
        }
    }

    @Nested
    class ItsProgram {
        private List<String> gpus(String script) throws IOException {
            write("bin/nvidia-smi", "#!/bin/sh\n" + script);
            assertThat(root.resolve("bin/nvidia-smi").toFile().setExecutable(true))
                    .isTrue();
            variables.put("PATH", root.resolve("bin") + ":/nowhere");
            return NvidiaSmi.gpus(system());
        }

        @Test
        void aGpuWithUnitsForBf16NeedsNoMeasurement() throws IOException {
            String query = "test \"$1\" = --query-gpu=compute_cap || exit 9\n";
            gpus(query + "echo 9.0\necho 7.5\n");
            assertThat(Machine.bf16Units(system())).contains("compute capability 9.0 has units for bf16");
            gpus(query + "echo 8.0\n");
            assertThat(Machine.bf16Units(system())).isPresent();
            for (String older : List.of("echo 7.5", "echo '[N/A]'", "exit 1")) {
                gpus(query + older + "\n");
                assertThat(Machine.bf16Units(system())).as(older).isEmpty();
            }
        }

        @Test
        void tellsTheMemoryOfEachGpu() throws IOException {
            assertThat(gpus("test \"$1\" = --query-gpu=name,memory.total,memory.used,compute_cap || exit 9\n"
                            + "echo 'NVIDIA H100 80GB HBM3, 81559 MiB, 4 MiB, 9.0'\n"))
                    .containsExactly(
                            "GPU memory: 81559 MiB of NVIDIA H100 80GB HBM3, 4 MiB in use, compute capability 9.0");
        }

        @Test
        void tellsHowMuchIsInUse() throws IOException {
            gpus("test \"$1\" = --query-gpu=memory.used || exit 9\necho '66048 MiB'\necho '3 MiB'\n");
            assertThat(NvidiaSmi.memoryInUse(system())).hasValue(66048L << 20);
            gpus("echo broken; exit 9");
            assertThat(NvidiaSmi.memoryInUse(system())).isEmpty();
        }

        @Test
        void mayFailOrNotBeThere() throws IOException {
            assertThat(gpus("echo 'NVIDIA-SMI has failed because it could not communicate'; exit 9"))
                    .containsExactly("nvidia-smi fails: NVIDIA-SMI has failed because it could not communicate");
            assertThat(NvidiaSmi.gpus(new HostSystem(NativePlatform.LINUX_X86_64, root, Map.of("PATH", "/nowhere:"))))
                    .isEmpty();
        }
    }
}
