// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why native libraries did not load, and what to do: read off what the system's loader, the file system or DJL says. What can
 * be known without loading is a matter of {@link Natives#problems}; this is about the rest.
 *
 * @param cause in one sentence, with the words of whoever failed
 * @param remedy what to do
 */
record LoadFailure(String cause, String remedy) {
    private static final Pattern MISSING =
            Pattern.compile("(\\S+\\.(?:so(?:\\.\\d+)*|dylib)): cannot open shared object file: No such file");
    private static final Pattern MISSING_MUSL = Pattern.compile("Error loading shared library (\\S+): No such file");
    private static final Pattern MISSING_MAC = Pattern.compile("Library not loaded: (\\S+)");
    private static final Pattern VERSION =
            Pattern.compile("version [`'\"](GLIBC\\w*_[\\d.]+)'? not found", Pattern.CASE_INSENSITIVE);
    private static final Pattern DAMAGED = Pattern.compile("(?i)file too short|invalid ELF header|cannot read file data"
            + "|ELF load command|not a mach-o file|ELF file's phentsize|section header|bad ELF");
    private static final Pattern OTHER_PLATFORM =
            Pattern.compile("(?i)wrong ELF class|incompatible architecture|not a valid Win32|Exec format error");
    private static final Pattern NOT_EXECUTABLE = Pattern.compile(
            "(?i)failed to map segment|Operation not permitted|cannot apply additional memory protection");
    private static final Pattern NO_MEMORY = Pattern.compile("(?i)cannot allocate memory|out of memory");
    private static final Pattern DISK_FULL =
            Pattern.compile("(?i)no space left|quota exceeded|not enough space|disk is full");
    private static final Pattern NOT_WRITABLE =
            Pattern.compile("(?i)AccessDenied|Permission denied|read-only file system|ReadOnlyFileSystem");
    private static final Pattern OTHER_BUILD = Pattern.compile("(?i)undefined symbol|symbol not found|symbol lookup");
    private static final Pattern WINDOWS_DEPENDENCY = Pattern.compile("(?i)can't find dependent libraries");

    /**
     * Explains what was thrown.
     *
     * @param natives what was to be loaded
     * @param damaged whether the unpacked libraries differ from those that Seance brings
     */
    static LoadFailure of(Throwable thrown, Natives natives, boolean damaged) {
        String said = messages(thrown);
        String line = innermost(thrown);
        UnpackedNatives unpacked = natives.unpacked();
        String move = "set " + unpacked.setting() + " to a folder ";
        String missing = first(said, MISSING, MISSING_MUSL, MISSING_MAC);
        Matcher version = VERSION.matcher(said);
        if (DISK_FULL.matcher(said).find()) {
            return new LoadFailure(
                    "the disk of " + unpacked.folder() + " is full (" + line + ")",
                    "free some, or " + move + "on another disk");
        }
        if (NOT_WRITABLE.matcher(said).find()) {
            return new LoadFailure(
                    "the cache " + unpacked.folder() + " cannot be written (" + line + ")",
                    move + "that can be written");
        }
        if (version.find()) {
            return new LoadFailure(
                    "they need " + version.group(1) + ", and this system's libraries are older (" + line + ")",
                    "use a newer distribution: see its C library's version with: ldd --version");
        }
        if (missing != null) {
            return new LoadFailure("the system library " + missing + " is missing (" + line + ")", install(missing));
        }
        if (WINDOWS_DEPENDENCY.matcher(said).find()) {
            return new LoadFailure(
                    "a library that they depend on is missing (" + line + ")",
                    "install Microsoft's Visual C++ redistributable for this architecture");
        }
        if (damaged || DAMAGED.matcher(said).find()) {
            return damaged
                    ? new LoadFailure(
                            "the files in " + unpacked.folder() + " were damaged (" + line + ")",
                            "they were deleted and will be unpacked again: run the same command again")
                    : new LoadFailure(
                            "a file is damaged (" + line + ")",
                            natives.usesBundled()
                                    ? "delete " + unpacked.folder() + " and run the same command again"
                                    : "install PyTorch " + Natives.VERSION + " anew");
        }
        if (OTHER_PLATFORM.matcher(said).find()) {
            return new LoadFailure("they are built for another platform (" + line + ")", "use those of this platform");
        }
        if (NOT_EXECUTABLE.matcher(said).find()) {
            return new LoadFailure(
                    "this system loads no library from " + unpacked.folder() + " (" + line + ")",
                    move + "on a file system that is not mounted noexec");
        }
        if (NO_MEMORY.matcher(said).find()) {
            return new LoadFailure("memory ran out (" + line + ")", "end other programs, or use a machine with more");
        }
        if (OTHER_BUILD.matcher(said).find()) {
            return new LoadFailure(
                    "they are of different builds (" + line + ")",
                    natives.usesBundled()
                            ? "delete " + unpacked.folder() + " and run the same command again"
                            : "use PyTorch " + Natives.VERSION + " as published, see docs/gpu.md");
        }
        return new LoadFailure(
                line,
                natives.usesBundled()
                        ? "see what was found of native libraries, driver and GPUs: seance doctor"
                        : "see docs/gpu.md on what has to fit together; to use the libraries for CPUs that Seance brings:"
                                + " unset " + Natives.PATH + " " + Natives.FLAVOR + " " + Natives.PYTORCH_VERSION);
    }

    private static String install(String library) {
        String name = library.toLowerCase(Locale.ROOT);
        if (name.startsWith("libcu") || name.startsWith("libnv")) {
            return "it belongs to CUDA, cuDNN or the NVIDIA driver: see docs/gpu.md";
        }
        if (name.startsWith("ld-linux") || name.startsWith("libc.so")) {
            return "it belongs to glibc: use a distribution with glibc, such as Debian, Ubuntu or Fedora";
        }
        String debian = name.startsWith("libgomp")
                ? "libgomp1"
                : name.startsWith("libstdc++") ? "libstdc++6" : name.startsWith("libgcc_s") ? "libgcc-s1" : "";
        return debian.isEmpty()
                ? "install the package that has it, or add its folder to LD_LIBRARY_PATH"
                : "install it (on Debian: apt-get install " + debian + ")";
    }

    private static String first(String said, Pattern... patterns) {
        for (Pattern pattern : patterns) {
            Matcher matcher = pattern.matcher(said);
            if (matcher.find()) {
                return matcher.group(1);
            }
        }
        return null;
    }

    /** Everything that was said on the way, with the types, which say what some messages do not. */
    private static String messages(Throwable thrown) {
        StringBuilder all = new StringBuilder();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            all.append(cause).append('\n');
        }
        return all.toString();
    }

    /** The first line of the innermost message. */
    private static String innermost(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null
                ? cause.toString()
                : cause.getMessage().lines().findFirst().orElse(cause.toString());
    }
}
