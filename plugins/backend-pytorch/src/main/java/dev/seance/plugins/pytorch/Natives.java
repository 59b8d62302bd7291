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
 * Which native libraries will be loaded, and whether they fit together: told from variables and files alone, before
 * anything is loaded, because a wrong mix ends the process without a word, or trains on a processor for a week.
 *
 * <p>Without any variable these are the ones for processors that Seance brings. CUDA's are far larger and come in one of
 * three ways, see docs/gpu.md: {@code PYTORCH_LIBRARY_PATH} names a folder; or {@code PYTORCH_FLAVOR=cu128} with
 * {@code DJL_OFFLINE=false} has DJL download them. What a user leaves out and the folder tells is filled in.
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
     * DJL takes the natives on its class path when they are of the version asked for, whatever the flavour, and only
     * downloads another. The same version, written so that it seems another, is what makes it look elsewhere.
     */
    static final String VERSION_TO_DOWNLOAD = VERSION + "-1";

    static final String WAYS_TO_CUDA =
            "give it CUDA libraries: PYTORCH_LIBRARY_PATH=DIR with the folder of an installed"
                    + " PyTorch 2.7.1 for CUDA 12.8 (to find it: find / -name libtorch_cuda.so), or let them be downloaded once:"
                    + " DJL_OFFLINE=false PYTORCH_FLAVOR=cu128 (see docs/gpu.md)";

    private final Site site;
    private final Path cache;
    private final Optional<LibtorchFolder> folder;
    private final Optional<NvidiaDriver> driver;

    /** @param cache where DJL keeps what it downloads and unpacks, when no variable says otherwise */
    Natives(Site site, Path cache) {
        this.site = site;
        this.cache = cache;
        this.folder = site.variable(PATH).map(Path::of).map(LibtorchFolder::at);
        this.driver = NvidiaDriver.of(site);
    }

    Optional<NvidiaDriver> driver() {
        return driver;
    }

    /** Whether the natives will be ones that can use a GPU. */
    boolean forCuda() {
        return flavor().startsWith("cu");
    }

    private String flavor() {
        return site.variable(FLAVOR)
                .orElse(folder.map(LibtorchFolder::isForCuda).orElse(false) ? CUDA : CPU);
    }

    /** Whether DJL is to fetch them: a flavour is asked for that is neither brought along nor in a folder. */
    private boolean downloaded() {
        return folder.isEmpty() && forCuda();
    }

    private Path downloads() {
        String place = site.variable("ENGINE_CACHE_DIR").orElse(cache.toString());
        return Path.of(place).resolve("pytorch").resolve(VERSION_TO_DOWNLOAD + "-" + CUDA + "-linux-x86_64");
    }

    /** What DJL has to be told, beyond what the user did. */
    Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        if (folder.isPresent() || downloaded()) {
            properties.put(PYTORCH_VERSION, downloaded() ? VERSION_TO_DOWNLOAD : VERSION);
            properties.put(FLAVOR, flavor());
        }
        // DJL counts GPUs through a library that it looks for here.
        if (forCuda()) {
            new CudaLibraries(site, folder)
                    .folderOf(CudaLibraries.RUNTIME)
                    .ifPresent(found -> properties.put("jna.library.path", found.toString()));
        }
        site.variable(OFFLINE).ifPresent(offline -> properties.put("ai.djl.offline", offline));
        return properties;
    }

    /** What does not fit, each with what to do; empty when all is well. */
    List<String> problems(DeviceChoice device) {
        List<String> problems = new ArrayList<>();
        variables(problems);
        folder.ifPresent(found -> contents(found, device, problems));
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

    private void variables(List<String> problems) {
        site.variable(PYTORCH_VERSION).filter(asked -> !asked.equals(VERSION)).ifPresent(asked -> {
            if (!(downloaded() && asked.equals(VERSION_TO_DOWNLOAD))) {
                problems.add(PYTORCH_VERSION + " is " + asked + ", and Seance works with PyTorch " + VERSION
                        + " alone, whose JNI library it brings; use natives of that version and: unset "
                        + PYTORCH_VERSION);
            }
        });
        site.variable(FLAVOR)
                .filter(asked -> !asked.equals(CPU) && !asked.equals(CUDA))
                .ifPresent(asked -> problems.add(FLAVOR + " is " + asked + ", and there are JNI libraries for " + CPU
                        + " and " + CUDA + "; with a folder in " + PATH + ": unset " + FLAVOR));
        if (downloaded()
                && site.variable(PYTORCH_VERSION).filter(VERSION::equals).isPresent()) {
            problems.add(PYTORCH_VERSION + "=" + VERSION + " with " + FLAVOR + "=" + CUDA + " and no " + PATH
                    + " makes DJL take the natives for processors that Seance brings; to have CUDA's downloaded: unset "
                    + PYTORCH_VERSION);
        }
    }

    private void contents(LibtorchFolder found, DeviceChoice device, List<String> problems) {
        if (!found.isLibtorch()) {
            Path inside = found.path().resolve("lib");
            problems.add(PATH + " is " + found.path()
                    + (Files.isDirectory(found.path()) ? ", where there is no libtorch.so" : ", which is no folder")
                    + (LibtorchFolder.at(inside).isLibtorch()
                            ? "; it is one further down: export " + PATH + "=" + inside
                            : "; name the folder that has it, to find it: find / -name libtorch.so"));
            return;
        }
        found.version()
                .filter(version -> !version.split("\\+")[0].equals(VERSION))
                .ifPresent(version -> problems.add(PATH + " is " + found.path() + ", which is PyTorch " + version
                        + ", and the JNI library that"
                        + " Seance brings is for " + VERSION + "; with another version the process ends without a word."
                        + " Install PyTorch " + VERSION + " there, or " + WAYS_TO_CUDA));
        found.version()
                .filter(version -> version.contains("+cu11"))
                .ifPresent(version -> problems.add(PATH + " is " + found.path() + ", which is built for CUDA 11 ("
                        + version + "), and the JNI library for CUDA 12.8; install PyTorch " + VERSION + "+" + CUDA));
        if (!found.strangers().isEmpty()) {
            problems.add(PATH + " is " + found.path() + ", where JNI libraries of other programs lie ("
                    + String.join(", ", found.strangers())
                    + "); DJL loads every library of the folder, and with these the process ends. Delete them: rm "
                    + found.path().resolve("libjni*.so"));
        }
        boolean wanted = device == DeviceChoice.CUDA || flavor().startsWith("cu");
        if (wanted && !found.isForCuda()) {
            problems.add((device == DeviceChoice.CUDA ? "device cuda was asked for" : FLAVOR + " is " + flavor())
                    + ", and " + PATH + " is " + found.path()
                    + ", which is a libtorch for processors: it has no libtorch_cuda.so; set device: cpu and unset "
                    + FLAVOR + ", or " + WAYS_TO_CUDA);
        }
        if (found.isForCuda() && flavor().equals(CPU)) {
            problems.add(FLAVOR + " is cpu, and " + PATH + " is " + found.path()
                    + ", which is a libtorch for CUDA; their JNI libraries differ: unset " + FLAVOR);
        }
    }

    private void cuda(List<String> problems) {
        if (driver.isEmpty()) {
            problems.add("device cuda was asked for, and there is no NVIDIA driver (" + NvidiaDriver.VERSION_FILE
                    + " is not there); in a container: docker run --gpus all ...; on a machine with a GPU install the"
                    + " driver, to see it: nvidia-smi; otherwise set device: cpu");
        }
        if (!forCuda()) {
            problems.add("device cuda was asked for, and the natives are those for processors that Seance brings; "
                    + WAYS_TO_CUDA);
        } else if (downloaded()) {
            download(problems);
        }
    }

    private void download(List<String> problems) {
        boolean allowed =
                site.variable(OFFLINE).filter("false"::equalsIgnoreCase).isPresent();
        if (!allowed && !Files.exists(downloads())) {
            problems.add(FLAVOR + " is " + CUDA + ", and such natives are neither in a folder named by " + PATH
                    + " nor downloaded (" + downloads() + "); to have them downloaded, once: export " + OFFLINE
                    + "=false");
        }
    }

    /** What will be loaded and what it finds to work with, for people. */
    List<String> findings() {
        List<String> findings = new ArrayList<>();
        if (folder.isPresent()) {
            findings.add("natives: PyTorch "
                    + folder.get().version().orElse(VERSION + ", by its place,")
                    + (folder.get().isForCuda() ? " for CUDA" : " for processors") + " in "
                    + folder.get().path() + " (" + PATH + ")");
        } else if (downloaded()) {
            findings.add("natives: PyTorch " + VERSION + "+" + CUDA + ", downloaded to " + downloads());
        } else {
            findings.add("natives: PyTorch " + VERSION + " for processors, as Seance brings them");
        }
        if (forCuda()) {
            CudaLibraries libraries = new CudaLibraries(site, folder.or(() -> Optional.of(downloads())
                    .filter(Files::exists)
                    .map(LibtorchFolder::at)));
            findings.add("CUDA runtime: " + place(libraries, CudaLibraries.RUNTIME));
            findings.add("cuDNN: " + place(libraries, CudaLibraries.CUDNN));
        }
        findings.add(driver.map(found -> "NVIDIA driver: " + found.version()
                        + (found.atLeast(NvidiaDriver.OWN)
                                ? ""
                                : ", older than the " + NvidiaDriver.OWN + " of CUDA 12.8"
                                        + (found.atLeast(NvidiaDriver.LEAST)
                                                ? "; most things work, what is compiled on the fly does not"
                                                : " and too old for it")))
                .orElse("NVIDIA driver: none"));
        driver.ifPresent(found -> found.gpus().forEach(gpu -> findings.add("GPU: " + gpu)));
        return findings;
    }

    private static String place(CudaLibraries libraries, String library) {
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
                    "this machine has an NVIDIA GPU that the natives for processors cannot use; " + WAYS_TO_CUDA);
        }
        if (forCuda() && driver.isPresent() && cudnnMissing()) {
            suggestions.add("cuDNN 9 was not found; if PyTorch says so too: sudo apt-get install libcudnn9-cuda-12");
        }
        return suggestions;
    }

    private boolean cudnnMissing() {
        return !downloaded()
                && new CudaLibraries(site, folder).folderOf(CudaLibraries.CUDNN).isEmpty();
    }
}
