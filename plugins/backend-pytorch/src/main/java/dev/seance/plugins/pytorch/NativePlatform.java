// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.plugins.pytorch;

import java.util.Locale;
import java.util.Objects;

/**
 * An operating system and a processor architecture, as native libraries are built for them.
 *
 * @param os which system
 * @param arch the architecture as DJL names it: {@code x86_64}, {@code aarch64}
 */
record NativePlatform(Os os, String arch) {

    /** Systems, with DJL's name for each and how a shared library is named there. */
    enum Os {
        LINUX("linux", "lib", ".so"),
        MACOS("osx", "lib", ".dylib"),
        WINDOWS("win", "", ".dll"),
        OTHER("other", "lib", ".so");

        private final String classifier;
        private final String prefix;
        private final String suffix;

        Os(String classifier, String prefix, String suffix) {
            this.classifier = classifier;
            this.prefix = prefix;
            this.suffix = suffix;
        }
    }

    static final NativePlatform LINUX_X86_64 = new NativePlatform(Os.LINUX, "x86_64");

    NativePlatform {
        Objects.requireNonNull(os, "os");
        Objects.requireNonNull(arch, "arch");
    }

    /** That of the running Java. */
    static NativePlatform current() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    /** As Java's {@code os.name} and {@code os.arch} say it. */
    static NativePlatform of(String osName, String osArch) {
        String name = osName.toLowerCase(Locale.ROOT);
        Os os = name.startsWith("linux")
                ? Os.LINUX
                : name.startsWith("mac") ? Os.MACOS : name.startsWith("win") ? Os.WINDOWS : Os.OTHER;
        return new NativePlatform(os, osArch.equals("amd64") ? "x86_64" : osArch);
    }

    /** Such as {@code linux-x86_64}, as in the names of DJL's artifacts. */
    String classifier() {
        return os.classifier + "-" + arch;
    }

    /** The file of a shared library: {@code torch_cpu} is {@code libtorch_cpu.so}, .dylib or torch_cpu.dll. */
    String library(String name) {
        return os.prefix + name + os.suffix;
    }

    /** A pattern for such files whose names begin so. */
    String libraries(String start) {
        return library(start + "*");
    }

    boolean isLinux() {
        return os == Os.LINUX;
    }
}
