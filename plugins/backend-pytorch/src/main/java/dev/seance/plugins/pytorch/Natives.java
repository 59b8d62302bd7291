// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import dev.seance.plugins.pytorch.PyTorchOptions.DeviceChoice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which native libraries will be loaded, and whether they fit together and the machine: checked by variables and files
 * alone, before anything is loaded, because a wrong mix ends the process without a message, or trains on a CPU for a week.
 *
 * <p>Without any variable these are the ones for CPUs that Seance brings. CUDA's are far larger and come in one of three
 * ways, see docs/gpu.md: {@code PYTORCH_LIBRARY_PATH} names a folder; or {@code PYTORCH_FLAVOR=cu128} with
 * {@code DJL_OFFLINE=false} has DJL download them. What a user leaves out and the folder says is filled in.
 */
final class Natives {
    /** The version whose JNI library Seance brings. */
    static final String VERSION = "2.7.1";

    static final String PATH = "PYTORCH_LIBRARY_PATH";
    static final String PYTORCH_VERSION = "PYTORCH_VERSION";
    static final String FLAVOR = "PYTORCH_FLAVOR";
    static final String OFFLINE = "DJL_OFFLINE";
    static final List<String> VARIABLES = List.of(PATH, PYTORCH_VERSION, FLAVOR, OFFLINE);

    static final String CPU = "cpu";
    static final String CUDA = "cu128";

    /**
     * DJL takes the libraries on its class path when they are of the version asked for, whatever the flavour, and only
     * downloads another. The same version, written so that it seems another, is what makes it look elsewhere.
     */
    static final String VERSION_TO_DOWNLOAD = VERSION + "-1";

    static final String WAYS_TO_CUDA =
            "give it CUDA libraries: PYTORCH_LIBRARY_PATH=DIR with the folder of an installed"
                    + " PyTorch 2.7.1 for CUDA 12.8 (to find it: find / -name libtorch_cuda.so); or install it beside a newer"
                    + " one, about 3 GB to download: python3 -m venv ~/torch-2.7.1 && ~/torch-2.7.1/bin/pip install"
                    + " torch==2.7.1 && export PYTORCH_LIBRARY_PATH=$(echo"
                    + " ~/torch-2.7.1/lib/python3*/site-packages/torch/lib); or let them be downloaded once:"
                    + " DJL_OFFLINE=false PYTORCH_FLAVOR=cu128 (see docs/gpu.md)";

    private static final String CACHE = "SEANCE_CACHE";
    private static final String ENGINE_CACHE = "ENGINE_CACHE_DIR";

    private final HostSystem system;
    private final Path cache;
    private final Optional<BundledNatives> bundled;
    private final Optional<LibtorchFolder> folder;
    private final Optional<NvidiaDriver> driver;

    /**
     * @param cache where DJL keeps what it downloads and unpacks, when no variable says otherwise
     * @param bundled what the plugin brings
     */
    Natives(HostSystem system, Path cache, Optional<BundledNatives> bundled) {
        this.system = system;
        this.cache = cache;
        this.bundled = bundled;
        this.folder = system.variable(PATH).map(Path::of).map(path -> LibtorchFolder.at(path, system.platform()));
        this.driver = NvidiaDriver.of(system);
    }

    /** Those of the running system and this plugin. */
    static Natives current(Path cache) {
        return new Natives(HostSystem.current(), cache, BundledNatives.find());
    }

    Optional<NvidiaDriver> driver() {
        return driver;
    }

    /** Whether the natives will be ones that can use a GPU. */
    boolean forCuda() {
        return flavor().startsWith("cu");
    }

    private String flavor() {
        return system.variable(FLAVOR)
                .orElse(folder.map(LibtorchFolder::isForCuda).orElse(false) ? CUDA : CPU);
    }

    /** Whether DJL is to fetch them: a flavour is asked for that is neither brought along nor in a folder. */
    private boolean downloaded() {
        return folder.isEmpty() && forCuda();
    }

    private Path engineCache() {
        return Path.of(system.variable(ENGINE_CACHE).orElse(cache.toString())).resolve("pytorch");
    }

    private Path downloads() {
        return engineCache()
                .resolve(VERSION_TO_DOWNLOAD + "-" + CUDA + "-"
                        + system.platform().classifier());
    }

    /** What is unpacked to the cache: the libraries that Seance brings, where these are used, and DJL's JNI library. */
    UnpackedNatives unpacked() {
        String setting = system.variable(ENGINE_CACHE).isPresent() ? ENGINE_CACHE : CACHE;
        Map<String, Long> files = new LinkedHashMap<>();
        String version = downloaded() ? VERSION_TO_DOWNLOAD : VERSION;
        String flavor = flavor();
        if (folder.isEmpty() && !downloaded() && bundled.isPresent()) {
            files.putAll(bundled.get().libraries());
            version = bundled.get().version();
            flavor = bundled.get().flavor();
        }
        String jni = system.platform().library("djl_torch");
        boolean jniInFolder =
                folder.map(LibtorchFolder::files).orElse(List.of()).contains(jni);
        if (bundled.isPresent() && !jniInFolder) {
            String name = bundled.get().djlVersion() + "-" + jni;
            BundledNatives.jniSize(system.platform(), flavor).ifPresent(bytes -> files.put(name, bytes));
        }
        Path place = engineCache()
                .resolve(version + "-" + flavor + "-" + system.platform().classifier());
        return new UnpackedNatives(place, files, setting);
    }

    Optional<BundledNatives> bundled() {
        return bundled;
    }

    /** Whether the libraries that Seance brings are the ones to load. */
    boolean usesBundled() {
        return folder.isEmpty() && !downloaded();
    }

    /** The properties that DJL needs, beyond those that the user set. */
    Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        if (folder.isPresent() || downloaded()) {
            properties.put(PYTORCH_VERSION, downloaded() ? VERSION_TO_DOWNLOAD : VERSION);
            properties.put(FLAVOR, flavor());
        }
        // DJL counts GPUs through a library that it looks for here.
        if (forCuda()) {
            CudaLibraries libraries = new CudaLibraries(system, folder);
            libraries
                    .folderOf(libraries.runtime())
                    .ifPresent(found -> properties.put("jna.library.path", found.toString()));
        }
        system.variable(OFFLINE).ifPresent(offline -> properties.put("ai.djl.offline", offline));
        return properties;
    }

    /** What does not fit, each with what to do; empty when all is well. */
    List<String> problems(DeviceChoice device) {
        List<String> problems = new ArrayList<>();
        platform(problems);
        variables(problems);
        folder.ifPresent(found -> contents(found, device, problems));
        if (problems.isEmpty()) {
            unpacked().problem(system).ifPresent(problems::add);
        }
        if (problems.isEmpty() && device == DeviceChoice.CUDA) {
            cuda(problems);
        } else if (problems.isEmpty() && downloaded()) {
            download(problems);
        }
        if (device != DeviceChoice.CPU && forCuda()) {
            driver.filter(found -> !found.atLeast(NvidiaDriver.LEAST))
                    .ifPresent(found -> problems.add("the NVIDIA driver is " + found.version()
                            + " (" + NvidiaDriver.VERSION_FILE + "), and CUDA 12.8 needs " + NvidiaDriver.LEAST
                            + " or newer; install one (on Ubuntu: sudo apt-get install nvidia-driver-570-server, then"
                            + " restart), or set device: cpu"));
        }
        return problems;
    }

    /** Whether there are libraries for this platform at all. */
    private void platform(List<String> problems) {
        String here = system.platform().classifier();
        if (system.platform().isLinux()
                && !exists("/lib64/ld-linux-x86-64.so.2")
                && !exists("/lib/ld-linux-aarch64.so.1")
                && (exists("/lib/ld-musl-x86_64.so.1") || exists("/lib/ld-musl-aarch64.so.1"))) {
            problems.add("this Linux has musl for a C library (/lib/ld-musl-...), and PyTorch's native libraries need"
                    + " glibc; use a distribution with glibc, such as Debian, Ubuntu or Fedora (in a container: an image"
                    + " that is not Alpine)");
        }
        if (usesBundled()
                && bundled.map(BundledNatives::classifier).filter(here::equals).isEmpty()) {
            problems.add("this is " + here + ", and this installation of Seance has "
                    + bundled.map(found -> "PyTorch's native libraries for " + found.classifier())
                            .orElse("no native libraries of PyTorch")
                    + "; build Seance on this machine (mvn package), which takes those of its platform (there are some for"
                    + " linux-x86_64, linux-aarch64, osx-aarch64 and win-x86_64), or name a folder of libtorch "
                    + VERSION
                    + " in " + PATH);
        } else if (!usesBundled()
                && List.of(CPU, CUDA).contains(flavor())
                && BundledNatives.jniSize(system.platform(), flavor()).isEmpty()) {
            problems.add("this is " + here + ", and there is no JNI library for PyTorch of flavour " + flavor()
                    + " on it; set device: cpu and unset " + PATH + " and " + FLAVOR);
        }
    }

    private boolean exists(String file) {
        return Files.exists(system.file(file));
    }

    private void variables(List<String> problems) {
        system.variable(PYTORCH_VERSION).filter(asked -> !asked.equals(VERSION)).ifPresent(asked -> {
            if (!(downloaded() && asked.equals(VERSION_TO_DOWNLOAD))) {
                problems.add(PYTORCH_VERSION + " is " + asked + ", and Seance works with PyTorch " + VERSION
                        + " alone, whose JNI library it brings; use native libraries of that version and: unset "
                        + PYTORCH_VERSION);
            }
        });
        system.variable(FLAVOR)
                .filter(asked -> !asked.equals(CPU) && !asked.equals(CUDA))
                .ifPresent(asked -> problems.add(FLAVOR + " is " + asked + ", and there are JNI libraries for " + CPU
                        + " and " + CUDA + "; with a folder in " + PATH + ": unset " + FLAVOR));
        if (downloaded()
                && system.variable(PYTORCH_VERSION).filter(VERSION::equals).isPresent()) {
            problems.add(PYTORCH_VERSION + "=" + VERSION + " with " + FLAVOR + "=" + CUDA + " and no " + PATH
                    + " makes DJL take the libraries for CPUs that Seance brings; to have CUDA's downloaded: unset "
                    + PYTORCH_VERSION);
        }
    }

    private void contents(LibtorchFolder found, DeviceChoice device, List<String> problems) {
        if (!found.isLibtorch()) {
            Path inside = found.path().resolve("lib");
            String library = system.platform().library("torch");
            problems.add(PATH + " is " + found.path()
                    + (Files.isDirectory(found.path()) ? ", where there is no " + library : ", which is no folder")
                    + (LibtorchFolder.at(inside, system.platform()).isLibtorch()
                            ? "; it is one further down: export " + PATH + "=" + inside
                            : "; name the folder that has it, to find it: find / -name " + library));
            return;
        }
        found.version()
                .filter(version -> !version.split("\\+")[0].equals(VERSION))
                .ifPresent(version -> problems.add(PATH + " is " + found.path() + ", which is PyTorch " + version
                        + ", and the JNI library that"
                        + " Seance brings is for " + VERSION + "; with another version the process crashes."
                        + " Install PyTorch " + VERSION + " there, or " + WAYS_TO_CUDA));
        found.version()
                .filter(version -> version.contains("+cu11"))
                .ifPresent(version -> problems.add(PATH + " is " + found.path() + ", which is built for CUDA 11 ("
                        + version + "), and the JNI library for CUDA 12.8; install PyTorch " + VERSION + "+" + CUDA));
        if (!found.foreignJniLibraries().isEmpty()) {
            problems.add(PATH + " is " + found.path() + ", where there are JNI libraries of other programs ("
                    + String.join(", ", found.foreignJniLibraries())
                    + "); DJL loads every library of the folder, and with these the process crashes. Delete them: rm "
                    + found.path().resolve(system.platform().libraries("jni")));
        }
        boolean wanted = device == DeviceChoice.CUDA || flavor().startsWith("cu");
        if (wanted && !found.isForCuda()) {
            problems.add((device == DeviceChoice.CUDA ? "device cuda was asked for" : FLAVOR + " is " + flavor())
                    + ", and " + PATH + " is " + found.path()
                    + ", which is a libtorch for CPUs: it has no "
                    + system.platform().library("torch_cuda") + "; set device: cpu and unset "
                    + FLAVOR + ", or " + WAYS_TO_CUDA);
        }
        if (found.isForCuda() && flavor().equals(CPU)) {
            problems.add(FLAVOR + " is cpu, and " + PATH + " is " + found.path()
                    + ", which is a libtorch for CUDA; their JNI libraries differ: unset " + FLAVOR);
        }
    }

    private void cuda(List<String> problems) {
        if (driver.isEmpty() && system.platform().isLinux()) {
            problems.add("device cuda was asked for, and there is no NVIDIA driver (" + NvidiaDriver.VERSION_FILE
                    + " is not there); in a container: docker run --gpus all ...; on a machine with a GPU install the"
                    + " driver, to see it: nvidia-smi; otherwise set device: cpu");
        }
        if (!forCuda()) {
            problems.add("device cuda was asked for, and the native libraries are those for CPUs that Seance brings; "
                    + WAYS_TO_CUDA);
        } else if (downloaded()) {
            download(problems);
        }
    }

    private boolean mayDownload() {
        return system.variable(OFFLINE).filter("false"::equalsIgnoreCase).isPresent();
    }

    /** Why a run should not begin yet, though its libraries could be had: it would wait for them hours later, or end there. */
    Optional<String> downloadAhead() {
        return downloaded() && mayDownload() && !Files.exists(downloads())
                ? Optional.of("PyTorch's libraries for CUDA, some gigabytes, are not downloaded yet (" + downloads()
                        + "), and a run would wait for them where it first needs the GPU; have them downloaded and checked"
                        + " first: " + OFFLINE + "=false " + FLAVOR + "=" + CUDA + " seance doctor")
                : Optional.empty();
    }

    private void download(List<String> problems) {
        LibtorchFolder there = LibtorchFolder.at(downloads(), system.platform());
        if (Files.exists(downloads()) && !(there.isLibtorch() && there.isForCuda())) {
            problems.add(
                    downloads() + ", where PyTorch's libraries for CUDA are downloaded to, lacks some of them; have"
                            + " them downloaded again: rm -r " + downloads() + ", and then " + OFFLINE + "=false "
                            + FLAVOR + "="
                            + CUDA + " seance doctor");
        }
        if (!mayDownload() && !Files.exists(downloads())) {
            problems.add(FLAVOR + " is " + CUDA + ", and such libraries are neither in a folder named by " + PATH
                    + " nor downloaded (" + downloads() + "); to have them downloaded, once: export " + OFFLINE
                    + "=false");
        }
    }

    /** What will be loaded and what it finds to work with, for people. */
    List<String> findings() {
        List<String> findings = new ArrayList<>();
        if (folder.isPresent()) {
            findings.add("natives: PyTorch "
                    + folder.get().version().orElse(VERSION + " (no version file beside it)")
                    + (folder.get().isForCuda() ? " for CUDA" : " for CPUs") + " in "
                    + folder.get().path() + " (" + PATH + ")");
        } else if (downloaded()) {
            findings.add("natives: PyTorch " + VERSION + "+" + CUDA + ", downloaded to " + downloads());
        } else if (bundled.isEmpty()) {
            findings.add("natives: none");
        } else {
            findings.add("natives: PyTorch " + VERSION + " for CPUs, as Seance brings them, unpacked to "
                    + unpacked().folder());
        }
        if (forCuda()) {
            CudaLibraries libraries = new CudaLibraries(system, folder.or(() -> Optional.of(downloads())
                    .filter(Files::exists)
                    .map(path -> LibtorchFolder.at(path, system.platform()))));
            findings.add("CUDA runtime: " + where(libraries, libraries.runtime()));
            findings.add("cuDNN: " + where(libraries, libraries.cudnn()));
        }
        findings.add(driver.map(found -> "NVIDIA driver: " + found.version()
                        + (found.atLeast(NvidiaDriver.OWN)
                                ? ""
                                : ", older than the " + NvidiaDriver.OWN + " of CUDA 12.8"
                                        + (found.atLeast(NvidiaDriver.LEAST)
                                                ? "; most things work, kernels compiled at run time do not"
                                                : " and too old for it")))
                .orElse("NVIDIA driver: none"));
        driver.ifPresent(found -> found.gpus().forEach(gpu -> findings.add("GPU: " + gpu)));
        return findings;
    }

    private static String where(CudaLibraries libraries, String library) {
        return libraries
                .folderOf(library)
                .map(found -> library + " in " + found)
                .orElse("no " + library + " in the usual places; the system may know others (ldconfig -p)");
    }

    /** What would make more of this machine, though nothing is wrong. */
    List<String> suggestions(DeviceChoice device) {
        List<String> suggestions = new ArrayList<>();
        if (device != DeviceChoice.CPU && driver.isPresent() && !forCuda()) {
            suggestions.add(
                    "this machine has an NVIDIA GPU that the native libraries for CPUs cannot use; " + WAYS_TO_CUDA);
        }
        if (forCuda() && driver.isPresent() && cudnnMissing()) {
            suggestions.add("cuDNN 9 was not found; if PyTorch says so too: sudo apt-get install libcudnn9-cuda-12");
        }
        return suggestions;
    }

    private boolean cudnnMissing() {
        CudaLibraries libraries = new CudaLibraries(system, folder);
        return !downloaded() && libraries.folderOf(libraries.cudnn()).isEmpty();
    }
}
